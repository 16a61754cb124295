package org.vmcore.emit.sys.cgroup;

import java.util.Map;
import org.vmcore.emit.Text;
import org.vmcore.kernel.cgroup.CgroupFile;
import org.vmcore.kernel.cgroup.CpuAcct;
import org.vmcore.kernel.cpu.CpuMask;
import org.vmcore.kernel.list.ListHead;
import org.vmcore.kernel.task.CpuTimes;
import org.vmcore.kernel.time.Hz;
import org.vmcore.model.Value;

/** Files of the controllers of version 1 alone: cpuacct, freezer, devices, net_cls and net_prio. */
final class LegacyFiles {
  private static final long NSEC_PER_CLOCK = 1_000_000_000L / Hz.USER_HZ;

  private static final int DEVCG_ACC_MKNOD = 1; // include/linux/device_cgroup.h
  private static final int DEVCG_ACC_READ = 2;
  private static final int DEVCG_ACC_WRITE = 4;
  private static final int DEVCG_DEV_BLOCK = 1;

  private LegacyFiles() {}

  static void register(Map<String, CgroupShow> functions) {
    functions.put("cpuusage_read", (f, out) -> out.line("%llu", CpuAcct.of(f).usageNs()));
    functions.put("cpuusage_user_read", (f, out) -> out.line("%llu", CpuAcct.of(f).userNs()));
    functions.put("cpuusage_sys_read", (f, out) -> out.line("%llu", CpuAcct.of(f).systemNs()));
    functions.put("cpuacct_percpu_seq_show", LegacyFiles::usagePerCpu);
    functions.put("cpuacct_percpu_user_seq_show", LegacyFiles::userPerCpu);
    functions.put("cpuacct_percpu_sys_seq_show", LegacyFiles::systemPerCpu);
    functions.put("cpuacct_all_seq_show", LegacyFiles::all);
    functions.put("cpuacct_stats_show", LegacyFiles::stat);
    functions.put("freezer_read", LegacyFiles::freezer);
    functions.put(
        "freezer_self_freezing_read", (f, out) -> freezing(f, "CGROUP_FREEZING_SELF", out));
    functions.put(
        "freezer_parent_freezing_read", (f, out) -> freezing(f, "CGROUP_FREEZING_PARENT", out));
    functions.put("devcgroup_seq_show", LegacyFiles::devices);
    functions.put(
        "read_classid",
        (f, out) -> out.line("%llu", f.state("struct cgroup_cls_state").field("classid").asLong()));
    functions.put("read_prioidx", (f, out) -> out.line("%llu", f.css().field("id").asLong()));
  }

  private static void usagePerCpu(CgroupFile file, Text out) {
    CpuAcct usage = CpuAcct.of(file);
    CpuMask.possible(file.kernel()).stream().forEach(cpu -> out.print("%llu ", usage.usageNs(cpu)));
    out.append('\n');
  }

  private static void userPerCpu(CgroupFile file, Text out) {
    CpuAcct usage = CpuAcct.of(file);
    CpuMask.possible(file.kernel()).stream().forEach(cpu -> out.print("%llu ", usage.userNs(cpu)));
    out.append('\n');
  }

  private static void systemPerCpu(CgroupFile file, Text out) {
    CpuAcct usage = CpuAcct.of(file);
    CpuMask.possible(file.kernel()).stream()
        .forEach(cpu -> out.print("%llu ", usage.systemNs(cpu)));
    out.append('\n');
  }

  private static void all(CgroupFile file, Text out) {
    CpuAcct usage = CpuAcct.of(file);
    out.line("cpu user system");
    CpuMask.possible(file.kernel()).stream()
        .forEach(cpu -> out.line("%d %llu %llu", cpu, usage.userNs(cpu), usage.systemNs(cpu)));
  }

  private static void stat(CgroupFile file, Text out) {
    CpuAcct usage = CpuAcct.of(file);
    CpuTimes times =
        CpuTimes.adjusted(file.cgroup().value(), usage.userNs(), usage.systemNs(), usage.usageNs());
    out.line("user %llu", times.userNs() / NSEC_PER_CLOCK);
    out.line("system %llu", times.systemNs() / NSEC_PER_CLOCK);
  }

  /** As far as the kernel has found out: it looks again when somebody reads the file. */
  private static void freezer(CgroupFile file, Text out) {
    long state = file.state("struct freezer").field("state").asLong();
    if ((state & file.kernel().enumerator("CGROUP_FROZEN")) != 0) {
      out.line("FROZEN");
    } else {
      boolean freezing = (state & file.kernel().enumerator("CGROUP_FREEZING")) != 0;
      out.line(freezing ? "FREEZING" : "THAWED");
    }
  }

  private static void freezing(CgroupFile file, String flag, Text out) {
    long state = file.state("struct freezer").field("state").asLong();
    out.line("%d", (state & file.kernel().enumerator(flag)) != 0 ? 1 : 0);
  }

  /** {@code devices.list}: the exceptions, where the rule is to deny. */
  private static void devices(CgroupFile file, Text out) {
    Value group = file.state("struct dev_cgroup");
    if (group.field("behavior").asLong() == file.kernel().enumerator("DEVCG_DEFAULT_ALLOW")) {
      out.line("a *:* rwm");
      return;
    }
    for (Value exception :
        ListHead.forEachEntry(group.field("exceptions"), "struct dev_exception_item", "list")) {
      boolean block = exception.field("type").asLong() == DEVCG_DEV_BLOCK;
      out.line(
          "%c %s:%s %s",
          block ? 'b' : 'c',
          number(exception.field("major")),
          number(exception.field("minor")),
          access(exception.field("access").asLong()));
    }
  }

  private static String number(Value value) {
    return value.asInt() == -1 ? "*" : Long.toString(value.asLong());
  }

  private static String access(long bits) {
    return ((bits & DEVCG_ACC_READ) != 0 ? "r" : "")
        + ((bits & DEVCG_ACC_WRITE) != 0 ? "w" : "")
        + ((bits & DEVCG_ACC_MKNOD) != 0 ? "m" : "");
  }
}
