"""The names by which a button, a form or a field comes back: views write them, listeners read them."""

from enum import StrEnum


class ActionId(StrEnum):
    """Buttons and selects in messages and Home. The value is the request's number unless said otherwise."""

    TAKE = "request.take"
    NOT_MINE = "request.not_mine"
    TALK = "request.talk"
    CONTACT = "request.contact"
    MOVE = "request.move"
    TOLD = "request.told"  # value "<pending date, seconds since 1970>:<number>"
    MORE = "request.more"  # overflow; option values "<MoreChoice>:<number>"
    WHOLE_TEXT = "request.whole_text"
    OPEN = "request.open"  # shows the card in a modal
    REOPEN = "request.reopen"
    OFFER_HELP = "request.offer_help"  # backup or lead: "I can take it"
    ASK_AGAIN = "waiting.ask_again"
    WAIT_ON = "waiting.wait_on"
    CLOSE = "request.close"
    FLAG = "request.flag"
    SNOOZE = "request.snooze"
    WHY_STEP = "why.step"  # static_select in a modal; option values "<cycle>.<rung>.<repetition>.<recipient>:<number>"
    NOT_NEEDED = "why.not_needed"  # in a modal; value as above
    NOT_NEEDED_REASON = "why.reason"  # suffixed; value "<NotNeeded>." and as above
    ROUTE = "triage.route"  # static_select; option values "<number>:<project id>"
    AGAIN = "triage.again"  # the client asks again for what is there already
    SOMETHING_NEW = "triage.new"
    COPY_ABOUT = "copy.about"  # static_select; option values "<number, or 0 for none>:<key of the question>"
    COPY_IN_TOUCH = "copy.in_touch"  # suffixed ".0", ".1"; value "<project id>:<key of the question>"
    NOISE_COUNTS = "noise.counts"  # value: the key of the question
    SAME_MAIL = "triage.same_mail"  # the very mail that is there already
    COPY_CLIENTS = "copy.clients"  # value "<number>|<ISO 8601 of when we ask again>"
    LOG_PAGE = "log.page"  # value "<page>:<number>", the newest page is 0
    LOG_WORDS = "log.words"  # value "<event id>:<number>"
    LOG_EXPORT = "log.export"
    ROUTE_PERSON = "triage.person"  # button; opens a form to name a person
    TALK_TIME = "talk.time"  # suffixed ".0", ".1"; value "<talk id>:<index>"
    TALK_RESULT = "talk.result"  # suffixed; value "<talk id>:<TalkResult>"
    DIGEST_FIGURES = "digest.figures"  # value "<week>", or "<week>/mine"
    DIGEST_MEANINGS = "digest.meanings"
    ACCEPT = "offer.accept"
    DECLINE = "offer.decline"
    ACCEPT_ALL = "offer.accept_all"  # value "<absence id>"
    WHOSE = "offer.whose"  # suffixed ".0", ".1"; value "<person id>:<number>"
    WHOSE_OTHER = "offer.somebody"  # opens a form to name a person
    AWAY = "away.form"  # opens a form; value: nothing that matters
    AWAY_YES = "away.yes"  # value: the last day, ISO 8601
    AWAY_NO = "away.no"
    BACK = "away.back"  # value "<absence id>"
    HAND_OVER = "home.hand_over"
    NEW_PROJECT = "home.new_project"


class MoreChoice(StrEnum):
    """The overflow of a card."""

    SNOOZE = "snooze"
    HISTORY = "history"
    WHY = "why"
    DONE = "done"
    ADD_WORDS = "words"
    WITHDRAW = "withdraw"
    FLAG = "flag"
    NOT_NEEDED = "not_needed"
    COUNT_IT = "count"  # what was taken for noise counts


class TalkResult(StrEnum):
    """What came of a call."""

    AGREED = "agreed"
    NOTHING = "nothing"
    NOT_HELD = "not held"


class Form(StrEnum):
    """Callback ids of modals and shortcuts. `private_metadata` is JSON; it always holds what the listener needs."""

    HAND_OVER_SHORTCUT = "hand_over"
    HAND_OVER = "form.hand_over"
    TAKE = "form.take"
    MOVE = "form.move"
    CONTACT = "form.contact"
    NOT_MINE = "form.not_mine"
    SNOOZE = "form.snooze"
    CLOSE = "form.close"
    FLAG = "form.flag"
    LIFT_FLAG = "form.lift_flag"
    WAIT_ON = "form.wait_on"
    ROUTE_PERSON = "form.route_person"
    ADD_WORDS = "form.add_words"
    PROJECT = "form.project"
    AWAY = "form.away"
    WHOSE = "form.whose"
    SHOW = "form.show"  # read only
    LOADING = "form.loading"


class Field(StrEnum):
    """Block ids of inputs; the element inside has the same action_id."""

    PROJECT = "project"  # static_select, value = project id, or "other"
    PERSON = "person"  # users_select
    WISH = "wish"
    PROMISED_WHAT = "promised_what"
    PROMISED_BY = "promised_by"  # datetimepicker
    WHAT = "what"
    BY = "by"  # static_select of Moments: value = ISO 8601 UTC; or "pick"
    BY_PICKED = "by_picked"  # datetimepicker, wins over BY when given
    BY_TYPED = "by_typed"  # a time in words, wins over both
    CLIENT_KNOWS = "client_knows"  # radio_buttons yes | no
    CHANNEL = "channel"  # radio/select: TouchChannel values
    TURN = "turn"  # radio_buttons: Turn values
    AWAY_FROM = "away_from"  # datepicker
    AWAY_UNTIL = "away_until"  # datepicker
    STAND_IN = "stand_in"  # users_select
    WHO = "who"  # radio_buttons: "reporter" | "other"
    WHY = "why"
    OUTCOME = "outcome"  # Outcome values
    LESSON = "lesson"
    SAME_AS = "same_as"  # static_select, value = the number of another request
    CLIENT = "client"
    DOMAINS = "domains"
    TIER = "tier"
    PROJECT_NAME = "project_name"
    OWNER = "owner"
    BACKUP = "backup"
    LEAD = "lead"
    SLACK_CHANNEL = "slack_channel"
    INTAKE = "intake"
    TOUCH_EVERY = "touch_every"
