import {lazyAction} from "./lazy";

lazyAction("hypercare_support.assets_cover", "hypercare_cover");
lazyAction("hypercare_support.assets_cover", "hypercare_readiness");
