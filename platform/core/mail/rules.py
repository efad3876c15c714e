"""Who may do what with mail: who writes its words learns nobody's address; who looks addresses up writes no words."""

from core.actors import has_role

writes_mail_texts = has_role("comms")
may_look_up_mail = has_role("auditor")
may_let_mail_go = has_role("admin")
