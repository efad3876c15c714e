"""Doors of accounts. allauth finds its steps by their names; views and pages are ours."""

from django.urls import path

from core.accounts.views import account, eid, joining, keys, security, signing_in

pages = [
    path("", account.Home.as_view(), name="account_home"),
    path("sign-in/", signing_in.SignIn.as_view(), name="account_login"),
    path("sign-in/password/", signing_in.PasswordSignIn.as_view(), name="account_password_login"),
    path("sign-in/passkey/", signing_in.PasskeySignIn.as_view(), name="mfa_login_webauthn"),
    path("sign-in/eid/<slug:provider_id>/", eid.leave, name="openid_connect_login"),
    path("sign-in/second-factor/", signing_in.SecondFactor.as_view(), name="mfa_authenticate"),
    path("sign-in/<uuid:handle>/", signing_in.EnterCode.as_view(), name="account_code"),
    path("sign-out/", signing_in.sign_out, name="account_logout"),
    path("again/", signing_in.PasswordAgain.as_view(), name="account_reauthenticate"),
    path("again/code/", signing_in.CodeAgain.as_view(), name="mfa_reauthenticate"),
    path("again/passkey/", signing_in.PasskeyAgain.as_view(), name="mfa_reauthenticate_webauthn"),
    path("prove/", signing_in.prove, name="account_prove"),
    path("security/", security.Security.as_view(), name="mfa_index"),
    path("security/app/", security.AddApp.as_view(), name="mfa_activate_totp"),
    path("security/app/remove/", security.RemoveApp.as_view(), name="mfa_deactivate_totp"),
    path("security/passkeys/", security.passkeys, name="mfa_list_webauthn"),
    path("security/passkeys/add/", security.AddPasskey.as_view(), name="mfa_add_webauthn"),
    path("security/passkeys/<int:pk>/remove/", security.RemovePasskey.as_view(), name="mfa_remove_webauthn"),
    path("security/codes/", security.RecoveryCodes.as_view(), name="mfa_view_recovery_codes"),
    path("security/codes/new/", security.NewRecoveryCodes.as_view(), name="mfa_generate_recovery_codes"),
    path("security/codes/file/", security.RecoveryCodesFile.as_view(), name="mfa_download_recovery_codes"),
    path("security/password/", security.Password.as_view(), name="account_new_password"),
    path("sessions/", account.Sessions.as_view(), name="account_sessions"),
    path("keys/", keys.Keys.as_view(), name="account_keys"),
    path("join/<str:token>/", joining.Join.as_view(), name="account_invitation"),
]
# One address for every language: it is registered with the provider.
machines = [path("eid/<slug:provider_id>/callback/", eid.come_back, name="openid_connect_callback")]
