from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "server.desk"
    label = "desk"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from server.chat import batch, facts  # noqa: PLC0415  apps are loaded now, and not before
        from server.desk import queries  # noqa: PLC0415
        from server.desk.dispatcher import dispatcher  # noqa: PLC0415

        batch.repliers = queries.repliers
        facts.came.connect(lambda site_id, **_: dispatcher.wake(site_id), weak=False, dispatch_uid="desk")
