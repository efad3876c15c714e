// Passkeys: WebAuthn needs the browser's own dialog. Pages without this script offer the other ways.

const toBytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
const toText = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

// 1. What the server asks, with bytes where the browser wants them.
function asked(options) {
  const wanted = { ...options.publicKey, challenge: toBytes(options.publicKey.challenge) };
  if (wanted.user) wanted.user = { ...wanted.user, id: toBytes(wanted.user.id) };
  for (const list of ["excludeCredentials", "allowCredentials"]) {
    if (wanted[list]) wanted[list] = wanted[list].map((key) => ({ ...key, id: toBytes(key.id) }));
  }
  return { publicKey: wanted };
}

// 2. What the browser answers, with text where the server wants it.
function answered(key) {
  const response = {};
  for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (key.response[part]) response[part] = toText(key.response[part]);
  }
  if (key.response.getTransports) response.transports = key.response.getTransports();
  return { id: key.id, rawId: toText(key.rawId), type: key.type, response, clientExtensionResults: key.getClientExtensionResults() };
}

async function options(form) {
  const kept = document.getElementById("passkey-options");
  if (kept && form.contains(kept)) {
    const data = JSON.parse(kept.textContent);
    return data.creation_options || data.request_options;
  }
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error("no options");
  return (await answer.json()).request_options;
}

if (window.PublicKeyCredential) {
  for (const part of document.querySelectorAll("[data-passkey-only]")) part.hidden = false;
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const problem = form.querySelector("[data-passkey-error]");
      problem.hidden = true;
      try {
        const wanted = asked(await options(form));
        const key = await (form.dataset.passkey === "create" ? navigator.credentials.create(wanted) : navigator.credentials.get(wanted));
        form.elements.credential.value = JSON.stringify(answered(key));
        form.submit();
      } catch {
        problem.hidden = false;
      }
    });
  }
}
