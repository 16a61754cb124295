package org.vmcore.kernel.task;

import java.util.SortedSet;
import java.util.TreeSet;
import org.vmcore.model.Program;

/**
 * Who is logged in on a terminal. The list that {@code who} shows is a file, but logins also have
 * their processes numbered for the audit ({@code audit_set_loginuid()}, {@code kernel/auditsc.c}).
 */
public final class LoginSessions {
  private static final long AUDIT_SID_UNSET = 0xffff_ffffL; // include/uapi/linux/audit.h

  private LoginSessions() {}

  /**
   * Numbers of the sessions that have a process with a terminal; none without {@code CONFIG_AUDIT}.
   */
  public static SortedSet<Long> onTerminals(Program kernel) {
    SortedSet<Long> sessions = new TreeSet<>();
    if (!kernel.hasMember("struct task_struct", "sessionid")) {
      return sessions;
    }
    for (Task process : Tasks.of(kernel).processes()) {
      long session = process.value().field("sessionid").asLong() & AUDIT_SID_UNSET;
      if (session != AUDIT_SID_UNSET && ControllingTty.of(process).isPresent()) {
        sessions.add(session);
      }
    }
    return sessions;
  }
}
