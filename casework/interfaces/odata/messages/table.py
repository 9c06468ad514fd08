"""The table of messages: each function and action of Dataverse that is served, with its shape."""

from casework.interfaces.odata.messages import (
    beginning,
    blocks,
    bulk,
    bulk_delete,
    of_activities,
    of_cases,
    of_queues,
    of_records,
    organisation,
)
from casework.interfaces.odata.messages.calling import MESSAGES, Message

ANY, GUID, WHOLE, FLAG, TEXT = (
    "mscrm:crmbaseentity", "Edm.Guid", "Edm.Int32", "Edm.Boolean", "Edm.String",
)  # fmt: skip
ITEM, QUEUE, TEAM, USER = (("queueitem",), ("queue",), ("team",), ("systemuser",))
NOTE = (("Target", "mscrm:annotation"),)
TARGETS = (("Targets", f"Collection({ANY})"),)
ACCESS = (("Target", ANY), ("PrincipalAccess", "mscrm:PrincipalAccess"))

MESSAGES.update(
    {
        "WhoAmI": Message(
            organisation.who, function=True,
            result=(("BusinessUnitId", GUID), ("UserId", GUID), ("OrganizationId", GUID)),
        ),
        "RetrieveVersion": Message(
            organisation.version, function=True, result=(("Version", TEXT),)
        ),
        "RetrieveCurrentOrganization": Message(
            organisation.organisation, function=True, parameters=(("AccessType", TEXT + "?"),),
            result=(("Detail", "mscrm:OrganizationDetail"),),
        ),
        "RetrieveTotalRecordCount": Message(
            organisation.counts, function=True,
            parameters=(("EntityNames", "Collection(Edm.String)"),),
            result=(("EntityRecordCountCollection", "mscrm:EntityRecordCountCollection"),),
        ),
        "CloseIncident": Message(
            of_cases.close_incident,
            parameters=(("IncidentResolution", "mscrm:incidentresolution"), ("Status", WHOLE)),
        ),
        "Merge": Message(
            of_cases.merge,
            parameters=(("Target", ANY), ("Subordinate", ANY), ("UpdateContent", ANY + "?"),
                        ("PerformParentingChecks", FLAG)),
        ),
        "CreateMultiple": Message(
            bulk.create, many=True, parameters=TARGETS,
            result=(("Ids", "Collection(Edm.Guid)"),),
        ),
        "UpdateMultiple": Message(bulk.update, many=True, parameters=TARGETS),
        "UpsertMultiple": Message(bulk.upsert, many=True, parameters=TARGETS),
        "DeleteMultiple": Message(bulk.delete, many=True, parameters=TARGETS),
        "BulkDelete": Message(
            bulk_delete.bulk_delete,
            parameters=(("QuerySet", "Collection(mscrm:QueryExpression)"), ("JobName", TEXT + "?"),
                        ("SendEmailNotification", FLAG + "?"),
                        ("ToRecipients", f"Collection({ANY})?"),
                        ("CCRecipients", f"Collection({ANY})?"),
                        ("RecurrencePattern", TEXT + "?"),
                        ("StartDateTime", "Edm.DateTimeOffset?"),
                        ("RunNow", FLAG + "?")),
            result=(("JobId", GUID),),
        ),
        "CalculateTotalTimeIncident": Message(
            of_cases.total_time, function=True, bound_to=("incident",),
            result=(("TotalTime", "Edm.Int64"),),
        ),
        "AddToQueue": Message(
            of_queues.add, bound_to=QUEUE,
            parameters=(("Target", ANY), ("SourceQueue", "mscrm:queue?"),
                        ("QueueItemProperties", "mscrm:queueitem?")),
            result=(("QueueItemId", GUID),),
        ),
        "PickFromQueue": Message(
            of_queues.pick, bound_to=ITEM,
            parameters=(("SystemUser", "mscrm:systemuser"), ("RemoveQueueItem", FLAG)),
        ),
        "ReleaseToQueue": Message(of_queues.release, bound_to=ITEM),
        "RemoveFromQueue": Message(of_queues.remove, bound_to=ITEM),
        "RouteTo": Message(
            of_queues.route, parameters=(("Target", ANY), ("QueueItem", "mscrm:queueitem"))
        ),
        "RetrieveUserQueues": Message(
            of_queues.queues_of, function=True, bound_to=USER,
            parameters=(("IncludePublic", FLAG),), result=(("", "Collection(mscrm:queue)"),),
        ),
        "AddPrincipalToQueue": Message(
            of_queues.add_principal, bound_to=QUEUE, parameters=(("Principal", ANY),)
        ),
        "AddMembersTeam": Message(
            of_queues.members_of_team, bound_to=TEAM,
            parameters=(("Members", "Collection(mscrm:systemuser)"),),
        ),
        "RemoveMembersTeam": Message(
            of_queues.members_of_team, bound_to=TEAM,
            parameters=(("Members", "Collection(mscrm:systemuser)"),),
        ),
        "SendEmail": Message(
            of_activities.send_email, bound_to=("email",),
            parameters=(("IssueSend", FLAG), ("TrackingToken", TEXT + "?")),
            result=(("Subject", TEXT),),
        ),
        "InitializeAnnotationBlocksUpload": Message(
            blocks.begin_upload, parameters=NOTE, result=(("FileContinuationToken", TEXT),)
        ),
        "UploadBlock": Message(
            blocks.upload,
            parameters=(("BlockId", TEXT), ("BlockData", "Edm.Binary"),
                        ("FileContinuationToken", TEXT)),
        ),
        "CommitAnnotationBlocksUpload": Message(
            blocks.commit_upload,
            parameters=(*NOTE, ("BlockList", "Collection(Edm.String)"),
                        ("FileContinuationToken", TEXT)),
            result=(("AnnotationId", GUID), ("FileSizeInBytes", "Edm.Int64")),
        ),
        "InitializeAnnotationBlocksDownload": Message(
            blocks.begin_download, parameters=NOTE,
            result=(("FileContinuationToken", TEXT), ("FileSizeInBytes", "Edm.Int64"),
                    ("FileName", TEXT), ("IsChunkingSupported", FLAG)),
        ),
        "DownloadBlock": Message(
            blocks.download,
            parameters=(("Offset", "Edm.Int64"), ("BlockLength", "Edm.Int64"),
                        ("FileContinuationToken", TEXT)),
            result=(("Data", "Edm.Binary"),),
        ),
        "IsValidStateTransition": Message(
            of_records.may_become, function=True,
            parameters=(("Entity", ANY), ("NewState", TEXT), ("NewStatus", WHOLE)),
            result=(("IsValid", FLAG),),
        ),
        "InitializeFrom": Message(
            beginning.initialize_from, function=True,
            parameters=(("EntityMoniker", ANY), ("TargetEntityName", TEXT),
                        ("TargetFieldType", TEXT + "?")),
            result=(("", ANY),),
        ),
        "RetrievePrincipalAccess": Message(
            of_records.principal_access, function=True, bound_to=USER,
            parameters=(("Target", ANY),), result=(("AccessRights", TEXT),),
        ),
        "RetrieveSharedPrincipalsAndAccess": Message(
            of_records.shared_with, function=True, parameters=(("Target", ANY),),
            result=(("PrincipalAccesses", "Collection(mscrm:PrincipalAccess)"),),
        ),
        "GrantAccess": Message(of_records.not_shared, parameters=ACCESS),
        "ModifyAccess": Message(of_records.not_shared, parameters=ACCESS),
        "RevokeAccess": Message(
            of_records.not_shared, parameters=(("Target", ANY), ("Revokee", ANY))
        ),
    }
)  # fmt: skip
