"""From the reporter's plain answers to a severity.

Pure: no ORM, no clock. The table is requirement 3.2 of the product; it classifies
conservatively – one blocked person who alone can do a critical job is an S1.
"""


def severity_from_answers(
    work_stopped: bool, workaround: str, only_person: bool
) -> str:
    """Return the severity (``s1`` … ``s4``) that three answers lead to.

    :param work_stopped: the reporter cannot go on working
    :param workaround: ``none``, ``costly`` (it costs time) or ``easy``
    :param only_person: nobody else can do this critical job
    """
    if work_stopped:
        return "s1" if workaround == "none" else "s2"
    if workaround == "none":
        return "s1" if only_person else "s2"
    return "s3" if workaround == "costly" else "s4"
