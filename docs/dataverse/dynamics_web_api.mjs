// The life of a case with dynamics-web-api: npm install dynamics-web-api
//
// CASEWORK_URL=http://localhost:8000 CASEWORK_TOKEN=cw_... node dynamics_web_api.mjs

import { DynamicsWebApi } from "dynamics-web-api";

const casework = new DynamicsWebApi({
  serverUrl: process.env.CASEWORK_URL,
  dataApi: { version: "9.2" },
  onTokenRefresh: async () => process.env.CASEWORK_TOKEN,
});
const say = (name, value) => console.log(`${name}: ${JSON.stringify(value)}`);
const me = (await casework.callFunction({ name: "WhoAmI" })).UserId;

const { accountid } = await casework.create({
  collection: "accounts",
  data: { name: "Fabrikam Bakery" },
  returnRepresentation: true,
});
const contactid = await casework.create({
  collection: "contacts",
  data: {
    firstname: "Ada",
    lastname: "Moss",
    "parentcustomerid_account@odata.bind": `accounts(${accountid})`,
  },
});
const about = {
  prioritycode: 1,
  "customerid_account@odata.bind": `accounts(${accountid})`,
  "primarycontactid@odata.bind": `contacts(${contactid})`,
};
const cold = await casework.create({
  collection: "incidents",
  data: { title: "Oven stays cold", ...about },
});

// A change set: two cases, and a task of the second one, all or none.
casework.startBatch();
casework.create({
  collection: "incidents",
  data: { title: "Oven stays cold again", ...about },
  contentId: "1",
});
casework.create({
  collection: "incidents",
  data: { title: "Oven door is stuck", ...about },
  contentId: "2",
});
casework.create({
  collection: "tasks",
  data: { subject: "Oil the hinge", "regardingobjectid_incident_task@odata.bind": "$2" },
  contentId: "3",
});
const [again, stuck] = await casework.executeBatch();

const mine = `_customerid_value eq ${accountid}`;
const found = await casework.retrieveMultiple({
  collection: "incidents",
  select: ["title", "prioritycode"],
  filter: `${mine} and contains(title,'cold')`,
  expand: [{ property: "primarycontactid", select: ["fullname"] }],
  orderBy: ["title desc"],
  count: true,
  includeAnnotations: "*",
});
say("counted", found.oDataCount);
say(
  "found",
  found.value.map((row) => [
    row.title,
    row["prioritycode@OData.Community.Display.V1.FormattedValue"],
    row.primarycontactid.fullname,
  ]),
);

const sorted = {
  collection: "incidents",
  select: ["title"],
  filter: mine,
  orderBy: ["title"],
  maxPageSize: 2,
};
const page = await casework.retrieveMultiple(sorted);
const rest = await casework.retrieveMultiple(sorted, page.oDataNextLink);
say("pages", [page.value.length, rest.value.length]);
const fetched = await casework.fetchAll({
  collection: "incidents",
  fetchXml:
    "<fetch count='2'><entity name='incident'><attribute name='title'/><order attribute='title'/>" +
    `<filter><condition attribute='customerid' operator='eq' value='${accountid}'/></filter>` +
    "</entity></fetch>",
  includeAnnotations: "*", // without them Dataverse tells no paging cookie
});
say("fetched", fetched.value.map((row) => row.title));

const [colleague] = (
  await casework.retrieveMultiple({
    collection: "systemusers",
    select: ["fullname"],
    filter: `systemuserid ne ${me} and isdisabled eq false`,
    orderBy: ["fullname"],
    top: 1,
  })
).value;
await casework.update({
  collection: "incidents",
  key: cold,
  data: { "ownerid@odata.bind": `systemusers(${colleague.systemuserid})` },
});
say("assigned to", colleague.fullname);

const task = await casework.create({
  collection: "tasks",
  data: {
    subject: "Send a technician",
    "regardingobjectid_incident_task@odata.bind": `incidents(${cold})`,
  },
});
await casework.update({ collection: "tasks", key: task, data: { statecode: 1, statuscode: 5 } });

const close = (subject) =>
  casework.callAction({
    actionName: "CloseIncident",
    action: {
      IncidentResolution: { subject, "incidentid@odata.bind": `incidents(${cold})` },
      Status: 5,
    },
  });
await close("Heater replaced");
await casework.update({
  collection: "incidents",
  key: cold,
  data: { statecode: 0, statuscode: 1 },
});
await close("Fuse replaced as well");

const incident = "Microsoft.Dynamics.CRM.incident";
await casework.callAction({
  actionName: "Merge",
  action: {
    Target: { incidentid: stuck, "@odata.type": incident },
    Subordinate: { incidentid: again, "@odata.type": incident },
    PerformParentingChecks: false,
  },
});
const ended = await casework.retrieveMultiple({
  collection: "incidents",
  select: ["title", "statecode"],
  filter: mine,
  orderBy: ["title"],
});
say("states", ended.value.map((row) => [row.title, row.statecode]));

// A version that is not the current one: this client answers false instead of throwing.
const seen = await casework.retrieve({ collection: "incidents", key: stuck, select: ["title"] });
await casework.update({
  collection: "incidents",
  key: stuck,
  data: { description: "As another wrote it" },
});
const kept = await casework.update({
  collection: "incidents",
  key: stuck,
  data: { title: "Written over" },
  ifmatch: seen["@odata.etag"],
});
say("conflict", kept === false);
try {
  await casework.update({ collection: "incidents", key: stuck, data: { statecode: 1 } });
} catch (refused) {
  say("refused", [refused.status, refused.message.includes("CloseIncidentRequest")]);
}
