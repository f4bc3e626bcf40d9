from . import (
    test_books,
    test_close,
    test_close_access,
    test_close_checklist,
    test_close_exit,
    test_close_hard,
    test_close_history,
    test_close_together,
    test_closing,
)
