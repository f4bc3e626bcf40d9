// The linters live in .dev/node, out of the way of whoever only runs Odoo.
import {createRequire} from "node:module";

const require = createRequire(new URL("./.dev/node/package.json", import.meta.url));
const js = require("@eslint/js");
const globals = require("globals");

export default [
    {ignores: [".dev/", "**/static/lib/"]},
    js.configs.recommended,
    {
        files: ["**/static/**/*.js"],
        languageOptions: {
            ecmaVersion: 2024,
            sourceType: "module",
            globals: {...globals.browser, luxon: "readonly", odoo: "readonly"},
        },
        rules: {
            complexity: ["error", 15],
            curly: "error",
            eqeqeq: ["error", "always"],
            "no-alert": "error",
            "no-console": "error",
            "no-duplicate-imports": "error",
            "no-eval": "error",
            "no-implied-eval": "error",
            "no-new-func": "error",
            "no-param-reassign": "error",
            "no-shadow": "error",
            "no-throw-literal": "error",
            "no-unneeded-ternary": "error",
            "no-use-before-define": ["error", {functions: false}],
            "no-useless-concat": "error",
            "no-useless-rename": "error",
            "no-var": "error",
            "object-shorthand": "error",
            "prefer-const": "error",
            "prefer-template": "error",
        },
    },
    {
        files: ["*.mjs"],
        languageOptions: {globals: globals.node},
    },
];
