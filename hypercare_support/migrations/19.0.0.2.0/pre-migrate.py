def migrate(cr, version):
    """Carry rules and ledger over to what 19.0.0.2.0 requires of them.

    Done before the models are loaded: the new columns are required ones.
    """
    cr.execute("ALTER TABLE hypercare_escalation_rule ADD COLUMN watches varchar")
    cr.execute(
        "UPDATE hypercare_escalation_rule SET watches = COALESCE(metric, 'promise')"
    )
    cr.execute(
        """
        ALTER TABLE hypercare_escalation
            ADD COLUMN rule_id integer, ADD COLUMN severity varchar,
            ADD COLUMN tier_id integer, ADD COLUMN told_at timestamp
        """
    )
    cr.execute(
        """
        UPDATE hypercare_escalation e
           SET rule_id = s.rule_id, severity = i.severity, tier_id = i.tier_id,
               told_at = e.decided_at, period_id = i.period_id
          FROM hypercare_escalation_step s, hypercare_issue i
         WHERE s.id = e.step_id AND i.id = e.issue_id
        """
    )
    # Since when an issue has its severity: from the log of events, else the report.
    cr.execute(
        """
        ALTER TABLE hypercare_issue
            ADD COLUMN severity_since timestamp, ADD COLUMN urgent_since timestamp
        """
    )
    cr.execute(
        """
        UPDATE hypercare_issue i
           SET severity_since = COALESCE(
                   (SELECT max(e.at) FROM hypercare_issue_event e
                     WHERE e.issue_id = i.id AND e.kind = 'severity'), i.reported_at)
        """
    )
    cr.execute(
        """
        UPDATE hypercare_issue i
           SET urgent_since = COALESCE(
                   (SELECT max(e.at) FROM hypercare_issue_event e
                     WHERE e.issue_id = i.id AND e.kind = 'severity'
                       AND e.old IN ('s3', 's4')), i.reported_at)
         WHERE i.severity IN ('s1', 's2')
        """
    )
