import {registry} from "@web/core/registry";
import {stepUtils} from "@web_tour/tour_utils";

const CENTRE = ".o_hc_centre";

registry.category("web_tour.tours").add("hypercare_command_centre", {
    steps: () => [
        stepUtils.showAppsMenuItem(),
        {
            content: "A sponsor who opens the app sees how hypercare stands",
            trigger: ".o_app[data-menu-xmlid='hypercare_support.menu_root']",
            run: "click",
        },
        {
            content: "One S1 and one S3 are open",
            trigger: `${CENTRE} [data-tile=open] button.o_hc_centre_count:contains(/^2$/)`,
        },
        {
            content: "Who has how much to do is for those who lead it",
            trigger: `${CENTRE} [data-part=load]`,
        },
        {
            content: "A number opens what it counts",
            trigger: `${CENTRE} [data-tile=urgent] button.o_hc_centre_count`,
            run: "click",
        },
        {
            trigger:
                ".o_list_view:contains(Receipts are blocked):not(:contains(Totals are wrong))",
        },
        {
            content: "... and leads back",
            trigger: ".o_breadcrumb .o_back_button, .breadcrumb-item a",
            run: "click",
        },
        {
            trigger: `${CENTRE} [data-part=now] .o_hc_countdown`,
        },
        {
            content: "Read from across the room",
            trigger: `${CENTRE} .o_hc_centre_full`,
            run: "click",
        },
        {
            content: "Nobody's workload hangs on the wall",
            trigger: `${CENTRE}.o_hc_centre_wall:not(:has([data-part=load]))`,
        },
        {
            trigger: `${CENTRE} .o_hc_centre_full:contains(Leave full screen)`,
            run: "click",
        },
        {
            trigger: `${CENTRE}:not(.o_hc_centre_wall) [data-part=load]`,
        },
    ],
});

registry.category("web_tour.tours").add("hypercare_command_centre_phone", {
    steps: () => [
        {
            trigger: `${CENTRE} [data-part=sweep]`,
        },
        {
            content: "Nothing sticks out to the right",
            trigger: CENTRE,
            run() {
                const boxes = [document.querySelector(CENTRE)];
                boxes.push(...document.querySelectorAll(".o_hc_centre_part"));
                for (const box of boxes) {
                    if (box.scrollWidth > box.clientWidth + 1) {
                        const {part} = box.dataset;
                        throw new Error(`${part}: ${box.scrollWidth} pixels wide`);
                    }
                }
            },
        },
    ],
});
