// From CommonJS: this must compile.
import linkyfy = require("linkyfy");
import inline = require("linkyfy/inline");
import client = require("linkyfy/client");

linkyfy.createTracker({ projectId: 42 });
inline.createTracker({ projectId: 42 });
new client.Linkyfy({ apiKey: "key" });
