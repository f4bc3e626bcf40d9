"""What is wrong with a file of presets, in the words of the user."""


def preset_problem_text(env, problem) -> str:
    """Return a problem of a file as a sentence that says what to do.

    :param problem: `intake.preset_file.Problem`
    """
    sentence = _SENTENCES[problem.key]
    return sentence(env, problem.values)


_SENTENCES = {
    "too_big": lambda env, v: env._(
        "The file is larger than %(limit)s kB; a file of presets is not.", **v
    ),
    "not_json": lambda env, v: env._(
        "This is no file of presets. Choose one that was made by “Export”."
    ),
    "not_ours": lambda env, v: env._(
        "This file holds something else than presets. Choose one that was made by "
        "“Export”."
    ),
    "version": lambda env, v: env._(
        "The file is of version %(value)s, made by a newer addon; this one reads up to "
        "%(limit)s. Update the addon.",
        **v,
    ),
    "twice": lambda env, v: env._("“%(value)s” is there twice. Keep one.", **v),
    "missing": lambda env, v: env._("This is missing. Fill it in."),
    "not_text": lambda env, v: env._("“%(value)s” is no text.", **v),
    "too_long": lambda env, v: env._(
        "The text is too long: %(limit)s characters at the most.", **v
    ),
    "not_number": lambda env, v: env._(
        "“%(value)s” does not fit: a number from %(low)s to %(high)s is needed.", **v
    ),
    "not_flag": lambda env, v: env._(
        "“%(value)s” does not fit: write true or false.", **v
    ),
    "choice": lambda env, v: env._(
        "“%(value)s” is no choice. Write one of: %(choices)s.", **v
    ),
    "not_list": lambda env, v: env._("A list is needed, in square brackets."),
    "not_object": lambda env, v: env._("Fields with names are needed, in braces."),
    "too_many": lambda env, v: env._(
        "There are %(count)s; %(limit)s at the most are taken.", **v
    ),
    "code": lambda env, v: env._(
        "“%(value)s” is no code: use small letters, digits and underscores, beginning "
        "with a letter.",
        **v,
    ),
    "reference": lambda env, v: env._(
        "“%(value)s” is no external name, such as module.name.", **v
    ),
}
