"""Every field that holds something about a person: why, on what ground, for how long, who sees it, what closing does.

One data file, from which come the page /aide/donnees/, docs/personal-data.md, the export of one's data and the closing
of an account. A test fails when a field of any model is missing here, or when one named here is gone.
"""

from django.utils.translation import gettext_lazy as _

from accounts.personal_beside import DISCUSSIONS
from accounts.personal_files import FILES
from accounts.personal_proposals import PROPOSALS
from accounts.personal_returns import RETURNS
from accounts.personal_rows import BLANK, DELETE, KEEP, MISSION, SECURITY, Purpose, Rows
from accounts.personal_told import NOTIFICATIONS

__all__ = ["BLANK", "DELETE", "INNOCENT", "KEEP", "PURPOSES", "Purpose", "Rows"]

PURPOSES = (
    Purpose(
        "compte",
        _("Your account"),
        _("Your name, your e-mail address, your language, how you take part, your organisation."),
        _("To know who speaks, to let you in, and to write to you about your account."),
        MISSION,
        _("As long as your account is open."),
        _(
            "Your name, how you take part and your organisation: everybody who reads what you write. Your address: you, "
            "the administrators, and nobody else."
        ),
        _("Everything is erased. What you wrote beside others bears the words “Former member”."),
        (
            Rows(
                "accounts.User",
                "email name language last_login date_joined groups user_permissions",
                "pk",
                BLANK,
                "password",
            ),
            Rows("accounts.User", "stands_for", "stands_for", KEEP),
            Rows("accounts.Profile", "kind user", "user", DELETE),
            Rows("accounts.Affiliation", "user organisation role how since", "user", DELETE),
            Rows("accounts.GroupMembership", "user people_group role since", "user", DELETE),
            Rows("accounts.Organisation", "name verified_by verified_at created_at", "verified_by", KEEP),
            Rows("account.EmailAddress", "email user", "user", DELETE),
            Rows("account.EmailConfirmation", "email_address created sent", "email_address__user", DELETE, "key"),
            Rows("socialaccount.SocialAccount", "provider uid user last_login date_joined extra_data", "user", DELETE),
            Rows("socialaccount.SocialToken", "expires_at", "account__user", DELETE, "token token_secret"),
        ),
    ),
    Purpose(
        "connexion",
        _("Signing in"),
        _(
            "A scrambled form of your password if you chose one, your second factors, your sessions, your keys for programs."
        ),
        _("To be sure that it is you, and to let you close what you opened elsewhere."),
        SECURITY,
        _("Sessions: thirty days, or until you sign out. Keys and second factors: until you remove them."),
        _("You. Administrators see that a key exists, never the key."),
        _("Everything is erased, at once, on all your devices."),
        (
            Rows("sessions.Session", "expire_date", "", DELETE, "session_key session_data"),
            Rows("accounts.Token", "name user created_at used_at", "user", DELETE, "digest"),
            Rows("mfa.Authenticator", "type user created_at last_used_at", "user", DELETE, "data"),
            Rows(
                "usersessions.UserSession",
                "user created_at last_seen_at ip user_agent",
                "user",
                DELETE,
                "session_key data",
            ),
        ),
    ),
    Purpose(
        "droits",
        _("Your rights"),
        _("Your role on each workspace and each document."),
        _("To open what was shared with you, and nothing else."),
        MISSION,
        _("Until the role is taken away, you leave, or what it is about is deleted."),
        _("The people who can open the same workspace or document."),
        _("Your roles are erased. What nobody but you could open is deleted."),
        (
            Rows("documents.DocumentUserGrant", "user content_object permission", "user", DELETE),
            Rows("workspaces.WorkspaceUserGrant", "user content_object permission", "user", DELETE),
            Rows("documents.DocumentLinkEntry", "user content_object at", "user", DELETE),
            Rows("workspaces.WorkspaceLinkEntry", "user content_object at", "user", DELETE),
            Rows(
                "documents.DocumentInvitation",
                "content_object email role language invited_at sent_at expires_at",
                "email__iexact",
                DELETE,
                "digest",
                by="address",
            ),
            Rows(
                "documents.DocumentInvitation",
                "content_object role invited_by invited_at revoked_at",
                "invited_by",
                KEEP,
            ),
            Rows("documents.DocumentInvitation", "content_object role accepted_by accepted_at", "accepted_by", DELETE),
            Rows(
                "documents.DocumentAccessRequest",
                "content_object asked_by role message asked_at granted answered_at",
                "asked_by",
                DELETE,
            ),
            Rows("documents.DocumentAccessRequest", "answered_by", "answered_by", KEEP),
            Rows(
                "workspaces.WorkspaceInvitation",
                "content_object email role language invited_at sent_at expires_at",
                "email__iexact",
                DELETE,
                "digest",
                by="address",
            ),
            Rows(
                "workspaces.WorkspaceInvitation",
                "content_object role invited_by invited_at revoked_at",
                "invited_by",
                KEEP,
            ),
            Rows(
                "workspaces.WorkspaceInvitation", "content_object role accepted_by accepted_at", "accepted_by", DELETE
            ),
            Rows(
                "workspaces.WorkspaceAccessRequest",
                "content_object asked_by role message asked_at granted answered_at",
                "asked_by",
                DELETE,
            ),
            Rows("workspaces.WorkspaceAccessRequest", "answered_by", "answered_by", KEEP),
            Rows("guardian.UserObjectPermission", "user object_pk", "user", DELETE),
        ),
    ),
    Purpose(
        "textes",
        _("What you write"),
        _("The texts, word by word, with the number of your account and the hour; the images you add."),
        _("To write together without losing anything, to show who wrote what, to find an earlier version again."),
        MISSION,
        _("As long as the document is there, then thirty days in the trash."),
        _("The people who can open the document."),
        _(
            "Your choice: your texts and images stay, without your name; or they are erased everywhere, earlier versions "
            "included. Titles, and the shape of the text, stay."
        ),
        (
            Rows("realtime.Client", "author", "author", KEEP, by="text"),
            Rows("realtime.Update", "author at", "", BLANK, "content"),
            Rows("realtime.Archive", "author at until", "", BLANK, "content"),
            Rows("realtime.SetAside", "author at", "author", BLANK, "content", by="text"),
            Rows("realtime.Head", "", "", BLANK, "snapshot"),
            Rows("realtime.Quarantine", "", "", BLANK, "good"),
            Rows(
                "documents.Document", "title created_by on_behalf_of created_at edited_at", "created_by", KEEP, "text"
            ),
            Rows("documents.Document", "title trashed_by trashed_at", "trashed_by", KEEP),
            Rows("documents.Version", "document at name title made_by", "made_by", KEEP, "packed"),
            Rows("documents.Version", "document at authors", "authors", KEEP),
            Rows("documents.WithheldName", "document stand_in at", "stand_in", KEEP),
            Rows("documents.Attachment", "document file content_type added_by added_at", "added_by", KEEP),
            Rows("workspaces.Workspace", "name slug description created_by created_at", "created_by", KEEP),
        ),
    ),
    Purpose(
        "fichiers",
        _("Files you ask for"),
        _(
            "Which document, or which documents as one volume, you wanted as a PDF or another file, with which choices, "
            "and the file itself."
        ),
        _("To make the file while you go on, and to tell you when it is there."),
        MISSION,
        _("A day."),
        _("You, and nobody else."),
        _("Everything is erased."),
        (
            Rows(
                "documents.Export",
                "person document workspace title format options asked_at ended_at filename file left_out",
                "person",
                DELETE,
            ),
            Rows("documents.ExportPart", "export document title", "export__person", DELETE),
        ),
    ),
    RETURNS,
    DISCUSSIONS,
    PROPOSALS,
    FILES,
    Purpose(
        "lecture",
        _("What you have read"),
        _("Up to where you have seen a document, since when, and when you were last there."),
        _("To show you what changed since your last visit, and to know from which day on its history is open to you."),
        MISSION,
        _("As long as the document is there and your account is open."),
        _("You, and nobody else."),
        _("It is erased."),
        (Rows("documents.Visit", "document person number version first_at at", "person", DELETE),),
    ),
    Purpose(
        "activite",
        _("What you did"),
        _(
            "That you created, renamed, shared, exported or deleted something, and when: by a number, never by your name."
        ),
        _("To tell a group what happened, and to be able to prove later who changed a right."),
        SECURITY,
        _("As long as the workspace is there. Proofs of changes of rights cannot be altered."),
        _("The people who can open what it is about; for rights, those who manage it."),
        _("It stays, and leads to “Former member”."),
        (
            Rows("activity.Event", "actor on_behalf_of about verb subject_kind subject_id data at", "actor", KEEP),
            Rows("admin.LogEntry", "user action_time object_id object_repr change_message", "user", KEEP),
        ),
    ),
    NOTIFICATIONS,
    Purpose(
        "administration",
        _("What administrators do about your account"),
        _(
            "That one of them acted in your place or suspended your account: who, when, until when, and the reason they gave."
        ),
        _("So that you can see what was done and why, and that it can be checked."),
        SECURITY,
        _("As long as your account is open."),
        _("You, and the administrators."),
        _("The reasons are erased, in the audit trail too. That it was done stays, and leads to “Former member”."),
        (
            Rows("accounts.ActFor", "administrator person started_at until ended_at", "person", KEEP),
            Rows("accounts.ActFor", "reason", "person", BLANK),
            Rows("accounts.ActFor", "administrator person reason started_at until ended_at", "administrator", KEEP),
        ),
    ),
    Purpose(
        "archives",
        _("What an administration deletes"),
        _("A package of the text and of who had which role, with names as they were."),
        _("The documents of a public body are public archives: they may not vanish without a trace."),
        MISSION,
        _("As the archivist of the body decides."),
        _("Those who run the server, and the archivist."),
        _("Packages made before stay as they are."),
    ),
    Purpose(
        "presence",
        _("Being there"),
        _("That you have a document open, and where your cursor is, with your name."),
        _("So that people who write at the same moment see each other."),
        MISSION,
        _("Never stored: it is gone when you close the page."),
        _("The people who have the same document open."),
        _("There is nothing to erase."),
    ),
    Purpose(
        "journaux",
        _("Technical logs"),
        _("What failed, with the number of an account or of a document. No name, no address, no text."),
        _("To repair, and to notice attacks."),
        SECURITY,
        _("As the host of the site decides: six to twelve months."),
        _("Those who run the server."),
        _("The numbers stay, and lead to “Former member”."),
    ),
)

# What was looked at and is about no person: words of the product, of an organisation, or numbers.
INNOCENT = {
    "activity.Event": "chain seals previous hash",
    "activity.ChainHead": "chain hash",
    "accounts.Organisation": "siret",
    "accounts.Domain": "name",
    "accounts.PeopleGroup": "name",
    "auth.Group": "name",
    "auth.Permission": "name codename",
    "contenttypes.ContentType": "app_label model",
    "documents.Export": "state progress failure content_type size heard_at",
    "documents.Template": "preview sha256 report",
    "documents.Version": "kind stage words",
    "documents.Thread": "block end_block quote words orphaned_at",
    "django_tasks_database.DBTaskResult": "status args_kwargs task_path worker_ids queue_name backend_name return_value "
    "exception_class_path traceback",
    "documents.Document": "reach link_role link_password link_until language stage",
    "guardian.GroupObjectPermission": "object_pk",
    "realtime.Archive": "room",
    "realtime.Client": "room",
    "realtime.Head": "room epoch",
    "realtime.Quarantine": "room reason suspects",
    "realtime.SetAside": "room reason",
    "realtime.Update": "room",
    "socialaccount.SocialApp": "provider provider_id name client_id secret key settings",
    "workspaces.Workspace": "reach link_role link_password link_until",
}  # fmt: skip
