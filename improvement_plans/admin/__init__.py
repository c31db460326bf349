"""The pages of this app in the admin site."""

from improvement_plans.admin import listening, measures, meetings, plans

__all__ = ["listening", "measures", "meetings", "plans"]
