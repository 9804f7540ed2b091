/** @typedef {{type: "ticker"}} Ticker */ export {};
