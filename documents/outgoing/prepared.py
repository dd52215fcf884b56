"""What goes into a file besides formats: the text with its proposals, and the threads around their words."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from documents import content
from documents.content import Tree
from documents.formats.docx import Hand, Remark, Talk
from documents.formats.nodes import text_of, walk
from documents.formats.options import Options
from documents.models import Document, Suggestion
from documents.outgoing.draft import Draft
from documents.outgoing.people import People
from documents.outgoing.said import About, Said, threads_of

SHOWN = 80  # signs of a passage, in a sentence about it


@dataclass
class Prepared:
    """`hands` tells whose each tracked change is, by the key on its nodes; `talks` what is said, by where it stands.

    `number`: up to where in the log the text is.
    """

    tree: Tree
    number: int = 0
    hands: dict[str, Hand] = field(default_factory=dict)
    talks: dict[str, Talk] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)


def prepare(document: Document, by: Any, options: Options, people: People) -> Prepared:
    """Four questions to the database, however much is said and proposed."""
    tree, number = content.read_numbered(document)
    draft = Draft(tree)
    made = Prepared(draft.tree, number)
    said = threads_of(document, by, people) if options.comments else []
    of_proposals = {one.suggestion: one for one in said if one.suggestion}
    proposals = _open(document) if options.suggestions != "original" else []
    for thread in said:  # before proposals change the blocks on which they stand
        if thread.about == About.BLOCK:
            draft.say_on(thread.block, thread.key)
    for one in proposals:
        if options.suggestions == "accepted":
            _accept(one, draft, made, people)
        else:
            _track(one, draft, made, people, of_proposals.pop(str(one.pk), None), options)
    for thread in said:
        if thread.suggestion in of_proposals:  # on one that is answered, or not shown
            draft.say_on(thread.block, thread.key)
    there = _spoken_of(draft.tree) if said else set()
    for thread in said:
        if thread.about in (About.WORDS, About.BLOCK) and thread.key not in there:
            thread.about = About.GONE
        if thread.suggestion in of_proposals or not thread.suggestion:
            on_title = thread.about in (About.GONE, About.WHOLE)  # whatever mark of theirs is left in the text
            made.talks[f"title-{thread.key}" if on_title else thread.key] = thread.talk()
    made.tree = people.text(made.tree)
    return made


def _spoken_of(tree: Tree) -> set[str]:
    """The threads that have a place in the text."""
    found: set[str] = set()
    for node in walk(tree):
        found.update(node.get("talks", ()))
        listed = [mark.get("attrs", {}) for mark in node.get("marks", ()) if mark["type"] == "comment"]
        found.update(str(attrs.get("thread")) for attrs in listed)
    return found


def _open(document: Document) -> list[Suggestion]:
    found = Suggestion.objects.filter(document=document, state=Suggestion.State.OPEN)
    return list(found.select_related("author__profile__organisation", "on_behalf_of"))


def _accept(one: Suggestion, draft: Draft, made: Prepared, people: People) -> None:
    if not draft.accept(one):
        sentence = _("A proposal of %(person)s was left out: what it comes to is unclear by now: %(passage)s")
        made.left_out.append(_told(sentence, one, people))


def _track(one: Suggestion, draft: Draft, made: Prepared, people: People, said: Said | None, options: Options) -> None:
    """The first on a passage stands as tracked changes; a further one, or one that Word cannot refuse, as a comment."""
    key, author = f"proposal-{one.pk}", people.signature(one)
    replies = tuple(said.remarks) if said is not None else ()
    done = said is not None and said.done
    if draft.track(one, key):
        made.hands[key] = Hand(author, one.made_at)
        reason = (Remark(author, one.made_at, one.reason),) if one.reason and options.comments else ()
        if reason or replies:
            made.talks[key] = Talk((*reason, *replies), done)
        return
    if not options.comments:
        sentence = _(
            "A proposal of %(person)s was left out: Word cannot show it as a tracked change there: %(passage)s"
        )
        made.left_out.append(_told(sentence, one, people))
        return
    sentence = _("A proposal of %(person)s stands as a comment, not as a tracked change: %(passage)s")
    made.left_out.append(_told(sentence, one, people))
    draft.say_on(one.block, key)
    made.talks[key] = Talk((Remark(author, one.made_at, _in_words(one)), *replies), done)


def _in_words(one: Suggestion) -> str:
    words, before = text_of(one.proposed), text_of([one.before])
    if not words:
        said = _("Proposal: to take this passage out: “%(words)s”") % {"words": before}
    elif words == before:
        said = _("Proposal: the same words, laid out otherwise.")
    else:
        said = _("Proposal: “%(words)s”") % {"words": words}
    return f"{said}\n{one.reason}" if one.reason else said


def _told(sentence: str, one: Suggestion, people: People) -> str:
    passage = text_of([one.before])
    shown = passage if len(passage) <= SHOWN else f"{passage[: SHOWN - 1].rstrip()}…"
    return sentence % {"person": people.signature(one), "passage": shown or "…"}
