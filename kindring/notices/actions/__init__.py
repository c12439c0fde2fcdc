"""Every change of the notices room."""

from kindring.notices.actions.notices import forget_notices, leave_notice, read_notices, settle_notices

__all__ = ["forget_notices", "leave_notice", "read_notices", "settle_notices"]
