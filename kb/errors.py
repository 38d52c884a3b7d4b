"""Every failure that the project names, each with one clear Chinese sentence for the person who meets it.

KbError
├── FileRefused            a file that cannot be taken into the index
├── CorpusError            the corpus folder or its catalog.toml is missing, empty or wrong
├── CollectRefused         a document that cannot be added, fetched or removed
├── IndexUnavailable       there is no index yet
├── IndexMismatch          the index was made by another format, encoder, tokenizer or lexicon
├── IndexDamaged           a part of the index is missing or differs from its manifest
├── BuildBusy              another build holds the index folder
├── BuildFailed            the build could not be finished; the last good generation stays
├── EncoderUnavailable     the model or the package that runs it is not there
├── QuestionRefused        a question that cannot be asked (empty, too long, no words)
├── QuestionsFileRefused   a file of questions that is missing or malformed
├── RequestRefused         a program's request with a wrong, unknown or missing parameter
├── ServerRefused          the server cannot be started: its port is taken, a package is missing
├── ProfileRefused         an enterprise's profile with a wrong key or value
├── FeedbackRefused        a reader's word on an answer that is too long or cannot be written down
├── OriginalUnavailable    the file of a document is gone, is another one now, or its page cannot be drawn
├── OperatorRefused        an operator's act that is not allowed or cannot be done
└── NotFound               no such document or section
"""


class KbError(Exception):
    """A failure whose text is meant for the user's eyes."""


class FileRefused(KbError):
    """A file that cannot be taken into the index."""


class CorpusError(KbError):
    """The corpus folder or its catalog is missing, empty or wrong."""


class CollectRefused(KbError):
    """A document that cannot be added, fetched or removed."""


class IndexUnavailable(KbError):
    """There is no index yet."""


class IndexMismatch(KbError):
    """The index was made by another format, encoder, tokenizer or lexicon."""


class IndexDamaged(KbError):
    """A part of the index is missing or differs from its manifest."""


class BuildBusy(KbError):
    """Another build holds the index folder."""


class BuildFailed(KbError):
    """The build could not be finished; the last good generation stays."""


class EncoderUnavailable(KbError):
    """The model, or the package that runs it, is not there."""


class QuestionRefused(KbError):
    """A question that cannot be asked."""


class QuestionsFileRefused(KbError):
    """A file of questions that is missing or malformed."""


class RequestRefused(KbError):
    """A program's request that says what cannot be understood: a wrong, unknown or missing parameter."""


class ServerRefused(KbError):
    """A server cannot be started: its port or address cannot be had, or a package is missing."""


class ProfileRefused(KbError):
    """A profile of an enterprise that is malformed, or has a wrong key or value."""


class FeedbackRefused(KbError):
    """A reader's word on an answer that is too long or cannot be written down."""


class OriginalUnavailable(KbError):
    """The file of a document is gone, is another one now, or its page cannot be drawn."""


class OperatorRefused(KbError):
    """An operator's act that is not allowed or cannot be done."""


class NotFound(KbError):
    """No such document or section."""
