import {loadBundle} from "@web/core/assets";
import {registry} from "@web/core/registry";
import {patch} from "@web/core/utils/patch";
import {FormController} from "@web/views/form/form_controller";

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
        try {
            await loadBundle("hypercare_support.assets_preview");
        } catch {
            // No preview holds a save up; the save itself says what is wrong.
            return true;
        }
        const preview = registry.category("lazy_components");
        return preview.get("hypercare_support.previewBeforeSave")(
            this,
            record,
            changes,
            "hypercare_preview_write"
        );
    },

    beforeVisibilityChange() {
        return this.isAskingPreview ? undefined : super.beforeVisibilityChange();
    },
});
