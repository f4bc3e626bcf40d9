import {registry} from "@web/core/registry";

registry.category("web_tour.tours").add("hypercare_portal_consultant", {
    steps: () => [
        {
            content: "The card counts the open issues",
            trigger: ".o_portal_my_home a[href='/my/hypercare']:contains(1)",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "Only the issue of Level 3",
            trigger: ".o_hc_row:contains(At Level 3)",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "Clocks say in words how they stand",
            trigger: ".o_hc_clock:contains(Resolution):contains(left)",
        },
        {trigger: ".o_hc_reply textarea", run: "edit I look into it"},
        {
            trigger: ".o_hc_reply button[type=submit]",
            run: "click",
            expectUnloadPage: true,
        },
        {trigger: ".alert-success:contains(Your answer is sent)"},
        {trigger: ".o_hc_message:contains(I look into it)"},
        {trigger: ".o_hc_take", run: "click", expectUnloadPage: true},
        {trigger: ".alert-success:contains(It is yours now)"},
        {trigger: ".o_hc_state:contains(Assigned)"},
        {trigger: "summary:contains(Plan)", run: "click"},
        {trigger: "#hc_plan", run: "edit Build the index anew"},
        {trigger: ".o_hc_plan", run: "click", expectUnloadPage: true},
        {trigger: ".alert-success:contains(Saved)"},
        {trigger: "summary:contains(Resolve)", run: "click"},
        {trigger: "#hc_resolution", run: "edit The index was built anew"},
        {trigger: ".o_hc_resolve", run: "click", expectUnloadPage: true},
        {trigger: ".o_hc_state:contains(Resolved)"},
    ],
});

registry.category("web_tour.tours").add("hypercare_portal_sponsor", {
    steps: () => [
        {
            trigger: ".o_portal_my_home a[href='/my/hypercare']:contains(sponsor)",
            run: "click",
            expectUnloadPage: true,
        },
        {trigger: ".o_hc_period_link", run: "click", expectUnloadPage: true},
        {trigger: ".o_hc_criterion:contains(After exit):contains(Met)"},
        {trigger: ".o_hc_review_state:contains(Being signed)"},
        {
            content: "Without a decision nothing is signed",
            trigger: ".o_hc_sign:contains(Choose go or no-go first)",
        },
        {trigger: ".o_hc_sign_button:disabled"},
        {trigger: "#hc_go", run: "click"},
        {trigger: ".o_hc_sign_button:enabled", run: "click", expectUnloadPage: true},
        {trigger: ".alert-success:contains(You have signed)"},
        {trigger: ".o_hc_review_state:contains(Go)"},
        {trigger: "img[alt^='Signature of Out Sponsor']"},
    ],
});
