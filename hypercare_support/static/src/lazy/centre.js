import {lazyAction} from "./lazy";

lazyAction("hypercare_support.assets_centre", "hypercare_command_centre");
