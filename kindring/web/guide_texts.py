"""The guides: short and plain, in steps, each with a first line to send. Their only source; all else reads `GUIDES`.

A guide's number is its address for good, so that what a browser remembers says nothing of what was read.
"""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kindring.engine.rhythm import Outlook
from kindring.people.models import State
from kindring.web.why_notes import LONG, Known, of_fact

Words = str | Promise


class Step(NamedTuple):
    """One step: what to do in a few words, and how."""

    do: Words
    how: Words


class Guide(NamedTuple):
    """One guide. `line` is the first line to send, `care` what comes before sending it, `fact` what is known ('' is
    nothing that we could vouch for), `lifeline` whether the Lifeline belongs beside it."""

    number: int
    key: str
    title: Words
    about: Words
    steps: tuple[Step, ...]
    line: Words
    care: Words = ""
    fact: str = ""
    lifeline: bool = False

    @property
    def page(self) -> str:
        """The name of its address."""
        return f"guide_{self.key}"

    @property
    def known(self) -> Known | None:
        return of_fact(self.fact) if self.fact else None


_ALL = (
    Guide(
        1,
        "listening",
        _("Listening well"),
        _("Whoever tells you something hard often wants company with it first. A solution can come later, or never."),
        (
            Step(_("Make room."), _("Put the phone out of sight, sit or walk side by side, and say how long you "
                 "have. Ten whole minutes are better than an hour in pieces.")),
            Step(_("Let them get to the end."), _("Take two breaths before you answer. What comes after a silence is "
                 "often what they came to say.")),
            Step(_("Say back what you heard."), _("“So the worst of it is not knowing.” A few of their own words are "
                 "enough. If you got it wrong, they will put it right, and that helps as well.")),
            Step(_("Ask one open question."), _("“What was that like?” “What would help now?” A question that begins "
                 "with what or how opens more than three that can be answered with yes.")),
            Step(_("Leave your own story for later."), _("“That happened to me too” turns the talk around. It can "
                 "come another day.")),
            Step(_("Ask before you advise."), _("“Would you like ideas, or ears?” Many want ears.")),
            Step(_("Come back to it."), _("Note what you want to ask next time. Few things say “I heard you” as "
                 "well as a question that remembers.")),
        ),
        _("I have time this evening and would like to hear how you really are. No advice unless you ask for it."),
        fact="one_good_talk",
    ),
    Guide(
        2,
        "silence",
        _("Writing after a long silence"),
        _("It has been long, and every week makes it feel harder. It may well feel the same on the other side."),
        (
            Step(_("Keep it short."), _("Three sentences are enough: that you thought of them, why just now, and one "
                 "small question. Nobody has to catch up on years in one message.")),
            Step(_("Keep the apology to half a line."), _("“It has been a while” says enough. A long explanation "
                 "asks the other to comfort you.")),
            Step(_("Begin with something real."), _("A song, a street, a joke of back then, a photograph. It shows "
                 "that it is them whom you mean.")),
            Step(_("Make the answer easy."), _("Ask something that takes one line, or nothing at all: “No need to "
                 "answer.”")),
            Step(_("Warm up, if you hesitate."), _("Write to somebody you are in touch with first, and to them right "
                 "after it.")),
            Step(_("Then let it go."), _("They may answer late, or not at all. Lives are full, and a silence has "
                 "many reasons. Once more after some months is fine; after that, let it rest.")),
            Step(_("When rather not."), _("If they asked for distance, or were not good for you, the silence may be "
                 "right as it is.")),
        ),
        _("Hello! Something today made me think of you, and I smiled. How are you these days? No hurry to answer."),
        fact="old_friends",
    ),
    Guide(
        3,
        "asking",
        _("Asking for help"),
        _("An ask is a piece of trust. Made small and clear, it is easy to answer, also with a no."),
        (
            Step(_("Choose one person."), _("Who has this to give, and does not carry too much just now? An ask with "
                 "a name on it is easier to answer than one to everybody.")),
            Step(_("Say what, when and how long."), _("“Could you sit with me on Thursday from four to five?” can be "
                 "answered. “I could do with some help” is hard to answer, even for those who want to.")),
            Step(_("Have a smaller one ready."), _("If an evening is too much, perhaps a call. Half of it may be "
                 "what you needed.")),
            Step(_("Say why, if you like."), _("One sentence is plenty. What is nobody's business stays with you.")),
            Step(_("Make a no easy, and mean it."), _("“If it does not suit, that is all right.” A no is about "
                 "their week, not about your worth.")),
            Step(_("Take the yes."), _("Let them do it their way. Afterwards, tell them what it changed.")),
            Step(_("If nobody can:"), _("smaller, later, or someone else. Many asks find their way on a second try. "
                 "For tonight there are the numbers of the Lifeline.")),
        ),
        _("Could I ask you something? I have an appointment on Thursday at ten and would rather not go by myself. "
          "Would you come along? If it does not suit, that is quite all right."),
        fact="ask_help",
    ),
    Guide(
        4,
        "saying_no",
        _("Saying no"),
        _("A clear no is kind. The other can look further, and your yes stays worth something."),
        (
            Step(_("Take your time."), _("“Let me look at my week, I will tell you tonight.” Most asks can wait for "
                 "an evening.")),
            Step(_("Say it early, and short."), _("The first sentence holds the no, the second the warmth. Reasons "
                 "may stay with you: the more there are, the more it sounds like a door that gives when pushed.")),
            Step(_("Offer only what is true."), _("Something smaller, another day, someone who may know. If there is "
                 "nothing, a no without an offer is whole.")),
            Step(_("If they ask again,"), _("say the same once more, in the same words. You need no better reason "
                 "the second time.")),
            Step(_("If you said yes too fast:"), _("tell them soon. “I promised more than I have. I am sorry, I "
                 "cannot.” Early is kinder than exhausted.")),
            Step(_("Look after the tie, not the ask."), _("Write a few days later how it went for them. The no was "
                 "to the ask.")),
            Step(_("When a no is met with threats,"), _("it is not about how you said it. Keep away, and tell "
                 "someone you trust.")),
            Step(_("In Kindring"), _("“Not this time” leaves no trace. Nobody is told, and nobody waits for your "
                 "answer.")),
        ),
        _("Thank you for asking me. I cannot this time, and I hope that you find someone. I am thinking of you."),
    ),
    Guide(
        5,
        "thanking",
        _("Thanking someone"),
        _("Many thanks are thought and never said. Two sentences are enough."),
        (
            Step(_("Say what they did."), _("Not “thanks for everything”, but the one thing: the lift in the rain, "
                 "the hour on the phone.")),
            Step(_("Say what it changed."), _("“I slept that night.” “I went in with my head up.” That is the part "
                 "they cannot know by themselves.")),
            Step(_("Say what it showed you of them."), _("“You noticed before I had said a word.” Leave it out where "
                 "it feels too large.")),
            Step(_("Late is as good as soon."), _("Thanks for something of years ago can be the warmest of all: it "
                 "says that it lasted.")),
            Step(_("Nothing has to come back."), _("Thanks are no bill that is paid. You need not offer anything in "
                 "the same breath, and they need not answer.")),
            Step(_("Their way."), _("A card, a call, a message; before others or for their eyes only. Whatever they "
                 "would like best. Some people look at the floor and are glad all the same.")),
            Step(_("If words are hard,"), _("send the thing itself: a photograph of the shelf that holds, a line "
                 "from the train that you caught because of them.")),
        ),
        _("I have been meaning to thank you. You came without asking questions, and I could breathe again "
          "afterwards."),
        fact="say_thanks",
    ),
    Guide(
        6,
        "sharing",
        _("Sharing a little more"),
        _("Closeness grows in small steps, to and fro. You may stay on any step and go back down, at your own pace."),
        (
            Step(_("Something from the day."), _("What was good, what was tiresome, what you saw on the way.")),
            Step(_("Something you like or mind."), _("What a piece of music does to you. A small wish, a small "
                 "worry.")),
            Step(_("How something feels."), _("“I was nervous all week.” One feeling, one sentence, and then see.")),
            Step(_("Something you do not tell everybody."), _("What you are proud of in secret. What was hard, and "
                 "how you came through.")),
            Step(_("What you would need."), _("“Could you just listen for a while?” That is the highest step, and "
                 "nobody has to climb it.")),
            Step(_("After each step, look."), _("Did they listen? Did they give a little of their own? Did they keep "
                 "it to themselves? Then the next step is there, if you want it. If not, stay where it is easy.")),
            Step(_("What is yours stays yours."), _("Nobody has a right to more. Go slowly with whoever hurries you, "
                 "makes fun of it, or could use it against you. What is written can be passed on.")),
        ),
        _("Can I tell you something that has been going round in my head? You need not solve it. I would just like "
          "to say it to someone."),
        fact="open_up",
    ),
    Guide(
        7,
        "good_news",
        _("Answering good news well"),
        _("Someone brings you something bright. For a moment it is in your hands."),
        (
            Step(_("Stop for it."), _("Put down what you are doing and turn to them. Your face says it first; in a "
                 "message, a line that could only be for them.")),
            Step(_("Ask for the story."), _("“How did you hear?” “Whom did you tell first?” “What was the best "
                 "moment?” So they have it a second time, with you.")),
            Step(_("Say what it says about them."), _("“You kept at it all winter.” “That was brave.”")),
            Step(_("Keep the buts for later."), _("“Is that not a lot of work?” can wait for a day. So can news of "
                 "your own.")),
            Step(_("Celebrate it a little."), _("A call instead of a thumb, a coffee, a candle on whatever there "
                 "is.")),
            Step(_("When it is hard to be glad:"), _("envy and worry are human, and you need not put on a show. A "
                 "short true sentence is enough: “I am glad for you. Tell me all of it on Sunday.”")),
            Step(_("Come back to it."), _("Ask a week later how it goes on. “Ask about”, in a moment that you note, "
                 "keeps it for you.")),
        ),
        _("That is wonderful news! I want to hear all of it. How did you find out, and what did you do first?"),
        fact="good_news",
    ),
    Guide(
        8,
        "distance",
        _("Ending a tie that hurts, or stepping back"),
        _("You may step back from anyone. You need no reason that others accept, and you do not owe a last talk."),
        (
            Step(_("First: is it safe?"), _("If you are afraid of them, if they threaten, follow or control you, "
                 "change nothing on your own. Parting can be the dangerous time. Talk to a help line or to someone "
                 "you trust first, from a device that they cannot look into.")),
            Step(_("Stepping back may be enough."), _("See them less, with others around, where you can leave. "
                 "Answer later. Leave subjects out.")),
            Step(_("Say it in two sentences, or not at all."), _("Say what you will do, not what they are. Once; "
                 "after that nothing needs explaining.")),
            Step(_("Close what you want closed."), _("Block or mute. Who has a key, a password, sees where you are, "
                 "is on your emergency card?")),
            Step(_("Tell one person."), _("So that somebody knows, and asks how you are.")),
            Step(_("Let it hurt."), _("Missing someone does not mean that you were wrong. Grief and relief can live "
                 "in one evening.")),
            Step(_("You may change your mind."), _("A step back can be a pause. A door that you closed, only you "
                 "open.")),
            Step(_("In Kindring"), _("“Ended” or “unsafe” on their page, under Edit, keeps them off your map and out "
                 "of every suggestion. They are never told.")),
        ),
        _("I need distance now. I will not be in touch, and I ask you not to contact me."),
        care=_("Only if it is safe to write. To someone you are afraid of, write nothing before you have talked to "
               "somebody who can help."),
        lifeline=True,
    ),
    Guide(
        9,
        "supporting",
        _("Supporting someone in a bad time"),
        _("There are no right words, and you need none. That you come is what stays."),
        (
            Step(_("Say something soon."), _("“I heard, and I am so sorry.” A clumsy sentence is easier to bear than "
                 "silence.")),
            Step(_("Offer one real thing."), _("Not “call me if you need anything”, but “I will bring soup on "
                 "Tuesday at six. All right?” So they only have to nod.")),
            Step(_("Do what is quiet."), _("The bins, the dog, the school run, a form. Small things, without a "
                 "fuss.")),
            Step(_("Listen more than you cheer up."), _("Leave out “others have it worse” and “it will be good for "
                 "something”. “That is hard. I am here” is true.")),
            Step(_("Let them choose."), _("Talk about it, or about anything else. Company, or the door closed. Ask "
                 "before you tell others.")),
            Step(_("Stay when the others have gone."), _("The first week is full of people. Note a day in a month, "
                 "and the hard dates of the year.")),
            Step(_("If it is about life and death:"), _("do they speak of not wanting to live? Ask them in plain "
                 "words, stay, and get help together. Asking is a relief for many. The Lifeline says how, and its "
                 "numbers are there for you, too.")),
            Step(_("Look after yourself."), _("Say what you can give and for how long. Let others carry with you.")),
        ),
        _("I heard, and I am so sorry. You need not answer. I will bring soup on Tuesday at six and leave it at the "
          "door, if that is all right."),
        fact="invisible",
        lifeline=True,
    ),
    Guide(
        10,
        "online",
        _("Being safe with people you only know online"),
        _("Friendships there are real. Still, you know only what someone shows you, so trust may grow slowly."),
        (
            Step(_("Keep back what leads to your door."), _("Surname, street, workplace, school, the photograph with "
                 "the house number. A name just for there is fine.")),
            Step(_("See them before you rely on them."), _("A short video call. If there is a reason against it "
                 "every time, they may not be who they say.")),
            Step(_("No money, no codes, no papers."), _("Not for an emergency, not for a ticket to you, not as an "
                 "investment. Friends do not ask that of people they have never met.")),
            Step(_("No picture that could be used against you."), _("If someone threatens you with one: do not pay, "
                 "keep the messages, and tell somebody today. You are not the one who did wrong.")),
            Step(_("Watch the pace."), _("Great love in a week, secrets, “only you understand me”, anger at a no: "
                 "take a step back, and show the messages to someone you trust.")),
            Step(_("Meet in daylight."), _("In a public place, with your own way there and home. Somebody knows "
                 "where you are and hears from you at an agreed hour. You may leave at any time, unexplained.")),
            Step(_("If it went wrong,"), _("block, report it to the site, and to the police if there is money or a "
                 "threat. It happens to clever people every day.")),
        ),
        _("Before we go on I would like to see who I am writing with. Shall we have a short video call this week?"),
        lifeline=True,
    ),
    Guide(
        11,
        "screens",
        _("Keeping screens in their place"),
        _("Screens bring people near who are far. They can also sit between two people at one table."),
        (
            Step(_("Use them to meet."), _("A call, a voice message, a plan for a walk. Looking at each other's "
                 "pictures is pleasant, and something else.")),
            Step(_("Out of sight at the table."), _("Not face down: in a bag, in another room. Say it aloud, “I put "
                 "mine away”, and theirs often follows.")),
            Step(_("Say when you can be reached."), _("“I read messages at noon and in the evening.” Then nobody "
                 "waits, and you need not look.")),
            Step(_("Fewer bells."), _("Let the calls of three people through and the rest be quiet. Kindring sends "
                 "nothing unless you ask for it, and keeps your quiet hours.")),
            Step(_("For ties that live on screens:"), _("could you meet once or twice a year? Where distance, health "
                 "or money say no, make the call longer and rarer, with whatever voice, picture or text suits you "
                 "both.")),
            Step(_("A place to sleep without it."), _("An alarm clock of its own keeps the phone out of the "
                 "bedroom. If it is what makes your nights safe, leave it where it is.")),
            Step(_("Begin with one thing."), _("One meal, one evening, one walk a week.")),
        ),
        _("Shall we go for a walk on Sunday and leave our phones at home? I would like to have you to myself for an "
          "hour."),
        fact="call_not_type",
    ),
)  # fmt: skip
LONG_SILENCE = 60  # days: below that nobody would call it a long silence
GUIDES = {guide.key: guide for guide in _ALL}


def guide_beside(state: State, outlook: Outlook | None) -> Guide | None:
    """The guide that fits the page of someone, one or none: how to write after long, or how to keep away."""
    if state in {State.UNSAFE, State.ENDED}:
        return GUIDES["distance"]
    return GUIDES["silence"] if long_silent(outlook) else None


def long_silent(outlook: Outlook | None) -> bool:
    """Whether the guide about a long silence fits: long for the two of them, and long for anyone."""
    if outlook is None or not outlook.suggestible:
        return False
    return outlook.word in LONG and outlook.silent >= LONG_SILENCE
