package org.vmcore.emit.sys.cgroup;

import java.util.Map;
import java.util.OptionalLong;
import org.vmcore.emit.Text;
import org.vmcore.kernel.cgroup.CgroupFile;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** Files of the controller {@code pids}, {@code kernel/cgroup/pids.c}. */
final class PidsFiles {
  private static final int PID_MAX_LIMIT = 4 << 20; // include/linux/threads.h

  private PidsFiles() {}

  static void register(Map<String, CgroupShow> functions) {
    functions.put("pids_current_read", (f, out) -> out.line("%lld", counter(f, "counter")));
    functions.put(
        "pids_peak_read", (f, out) -> out.line("%lld", pids(f).field("watermark").asLong()));
    functions.put("pids_max_show", PidsFiles::max);
    functions.put("pids_events_show", (f, out) -> events(f, false, out));
    functions.put("pids_events_local_show", (f, out) -> events(f, true, out));
  }

  private static Value pids(CgroupFile file) {
    return file.state("struct pids_cgroup");
  }

  private static long counter(CgroupFile file, String member) {
    return pids(file).field(member).field("counter").asLong();
  }

  private static void max(CgroupFile file, Text out) {
    long limit = counter(file, "limit");
    if (limit > PID_MAX_LIMIT) {
      out.line("max");
    } else {
      out.line("%lld", limit);
    }
  }

  /** Forks refused by this group's limit; in version 1 those of its tasks by whichever limit. */
  private static void events(CgroupFile file, boolean local, Text out) {
    Value pids = pids(file);
    if (!pids.has("events")) {
      out.line("max %lld", counter(file, "events_limit"));
      return;
    }
    boolean failedForks = !file.cgroup().isOnDfl() || countsLocally(file.kernel());
    Value counters = pids.field(local || failedForks ? "events_local" : "events");
    long event = file.kernel().enumerator(failedForks ? "PIDCG_FORKFAIL" : "PIDCG_MAX");
    out.line("max %lld", counters.index(event).field("counter").asLong());
  }

  /** Mounted with {@code pids_localevents}. */
  private static boolean countsLocally(Program kernel) {
    OptionalLong flag = kernel.findEnumerator("CGRP_ROOT_PIDS_LOCAL_EVENTS");
    return flag.isPresent()
        && (kernel.symbol("cgrp_dfl_root").field("flags").asLong() & flag.getAsLong()) != 0;
  }
}
