import {patch} from "@web/core/utils/patch";
import {FormController} from "@web/views/form/form_controller";
import {isAsking, previewBeforeSave} from "./preview_before_save";

/** Parts of a calendar that due times are counted with. */
const COUNTED = [
    "attendance_ids",
    "attendance_ids_1st_week",
    "attendance_ids_2nd_week",
    "flexible_hours",
    "full_time_required_hours",
    "global_leave_ids",
    "hours_per_day",
    "leave_ids",
    "schedule_type",
    "two_weeks_calendar",
    "tz",
];

// A patch, not a js_class: the form belongs to others, who may set their own.
patch(FormController.prototype, {
    async onWillSaveRecord(record, changes) {
        const proceed = await super.onWillSaveRecord(...arguments);
        const isOther = record.resModel !== "resource.calendar" || record.isNew;
        if (proceed === false || isOther || !COUNTED.some((name) => name in changes)) {
            return proceed;
        }
        return previewBeforeSave(this, record, changes, "hypercare_preview_write");
    },

    beforeVisibilityChange() {
        return isAsking(this) ? undefined : super.beforeVisibilityChange();
    },
});
