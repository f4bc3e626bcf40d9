import {lazyAction} from "./lazy";

lazyAction("hypercare_support.assets_standup", "hypercare_standup");
