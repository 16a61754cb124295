package org.vmcore.emit.proc.pid;

import java.util.StringJoiner;
import org.vmcore.emit.EmitsMany;
import org.vmcore.emit.Text;
import org.vmcore.kernel.config.RodataStrings;
import org.vmcore.kernel.cpu.Bitmaps;
import org.vmcore.kernel.cpu.CpuMask;
import org.vmcore.kernel.fs.OpenFile;
import org.vmcore.kernel.task.PidNumbers;
import org.vmcore.kernel.task.Signals;
import org.vmcore.kernel.task.Speculation;
import org.vmcore.kernel.task.Task;
import org.vmcore.kernel.task.TaskName;
import org.vmcore.kernel.task.TaskState;
import org.vmcore.model.MemberVariants;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** {@code /proc/PID/status} as {@code proc_pid_status()}, {@code fs/proc/array.c}. */
final class PidStatus {
  private static final int RLIMIT_SIGPENDING = 11; // include/uapi/asm-generic/resource.h
  private static final int PFA_NO_NEW_PRIVS = 0; // include/linux/sched.h
  private static final long[] X86_FEATURES = {1, 2}; // ARCH_SHSTK_SHSTK, ARCH_SHSTK_WRSS
  private static final String[] X86_FEATURE_NAMES = {"shstk", "wrss"};

  @EmitsMany(path = "proc/{pid}/status", each = Pids.class)
  void status(Program kernel, Task task, Text out) {
    write(kernel, task, out);
  }

  @EmitsMany(path = "proc/{pid}/task/{tid}/status", each = Tids.class)
  void statusOfThread(Program kernel, Task task, Text out) {
    write(kernel, task, out);
  }

  private static void write(Program kernel, Task task, Text out) {
    out.line("Name:\t%s", TaskName.escaped(task));
    identity(task, out);
    credentials(task.cred(), task, out);
    namespaces(task, out);
    if (RodataStrings.of(kernel).has("Kthread:\t")) { // 6.8+
      out.line("Kthread:\t%c", task.isKernelThread() ? '1' : '0');
    }
    task.userMm().ifPresent(mm -> PidStatusMemory.write(kernel, task, mm, out));
    signals(task, out);
    capabilities(task.cred(), out);
    seccomp(kernel, task, out);
    allowed(kernel, task, out);
    out.line("voluntary_ctxt_switches:\t%lu", task.value().field("nvcsw").asLong());
    out.line("nonvoluntary_ctxt_switches:\t%lu", task.value().field("nivcsw").asLong());
    threadFeatures(kernel, task, out);
  }

  private static void identity(Task task, Text out) {
    task.fs().ifPresent(fs -> out.line("Umask:\t%#04o", fs.field("umask").asLong()));
    out.line("State:\t%s", TaskState.of(task).label());
    out.line("Tgid:\t%d", task.tgid());
    out.line("Ngid:\t%d", numaGroup(task.value()));
    out.line("Pid:\t%d", task.pid());
    out.line("PPid:\t%d", task.realParent().tgid());
    boolean traced = task.value().field("ptrace").asLong() != 0;
    out.line("TracerPid:\t%d", traced ? task.parent().pid() : 0);
  }

  private static int numaGroup(Value task) {
    if (!task.has("numa_group") || task.field("numa_group").isNull()) {
      return 0;
    }
    return task.field("numa_group").field("gid").asInt();
  }

  private static void credentials(Value cred, Task task, Text out) {
    out.line(
        "Uid:\t%u\t%u\t%u\t%u",
        id(cred, "uid"), id(cred, "euid"), id(cred, "suid"), id(cred, "fsuid"));
    out.line(
        "Gid:\t%u\t%u\t%u\t%u",
        id(cred, "gid"), id(cred, "egid"), id(cred, "sgid"), id(cred, "fsgid"));
    out.line("FDSize:\t%u", task.files().map(OpenFile::tableSize).orElse(0));
    Value groups = cred.field("group_info");
    StringJoiner ids = new StringJoiner(" ", "", " ");
    for (Value gid : groups.field("gid").elements(groups.field("ngroups").asLong())) {
      ids.add(Long.toString(gid.field("val").asLong()));
    }
    out.line("Groups:\t%s", ids.toString());
  }

  private static long id(Value cred, String member) {
    return cred.field(member).field("val").asLong();
  }

  private static void namespaces(Task task, Text out) {
    String[][] rows = {
      {"NStgid", "PIDTYPE_TGID"},
      {"NSpid", "PIDTYPE_PID"},
      {"NSpgid", "PIDTYPE_PGID"},
      {"NSsid", "PIDTYPE_SID"}
    };
    for (String[] row : rows) {
      out.print("%s:", row[0]);
      for (int number : PidNumbers.all(task, row[1])) {
        out.print("\t%d", number);
      }
      out.append('\n');
    }
  }

  private static void signals(Task task, Text out) {
    Signals signals = new Signals(task);
    boolean alive = signals.alive();
    out.line("Threads:\t%d", alive ? task.signal().field("nr_threads").asLong() : 0L);
    Value limit = task.signal().field("rlim").index(RLIMIT_SIGPENDING).field("rlim_cur");
    out.line("SigQ:\t%lu/%lu", signals.queued(), alive ? limit.asLong() : 0L);
    out.line("SigPnd:\t%016lx", signals.pending());
    out.line("ShdPnd:\t%016lx", signals.sharedPending());
    out.line("SigBlk:\t%016lx", signals.blocked());
    out.line("SigIgn:\t%016lx", signals.ignored());
    out.line("SigCgt:\t%016lx", signals.caught());
  }

  private static void capabilities(Value cred, Text out) {
    out.line("CapInh:\t%016lx", capability(cred, "cap_inheritable"));
    out.line("CapPrm:\t%016lx", capability(cred, "cap_permitted"));
    out.line("CapEff:\t%016lx", capability(cred, "cap_effective"));
    out.line("CapBnd:\t%016lx", capability(cred, "cap_bset"));
    out.line("CapAmb:\t%016lx", capability(cred, "cap_ambient"));
  }

  /** {@code kernel_cap_t}: two words of 32 bits, or one of 64 since 6.3. */
  private static long capability(Value cred, String member) {
    Value set = cred.field(member);
    if (set.has("val")) {
      return set.field("val").asLong();
    }
    long[] words = set.field("cap").longs();
    return words[1] << 32 | words[0];
  }

  private static void seccomp(Program kernel, Task task, Text out) {
    Value value = task.value();
    out.line("NoNewPrivs:\t%lu", value.field("atomic_flags").asLong() >> PFA_NO_NEW_PRIVS & 1);
    if (value.has("seccomp.mode")) {
      out.line("Seccomp:\t%d", value.at("seccomp.mode").asLong());
    }
    if (value.has("seccomp.filter_count")) {
      out.line("Seccomp_filters:\t%d", value.at("seccomp.filter_count.counter").asLong());
    }
    Speculation speculation = new Speculation(task);
    out.line("Speculation_Store_Bypass:\t%s", speculation.storeBypass());
    if (RodataStrings.of(kernel).has("SpeculationIndirectBranch:\t")) { // 5.11+
      out.line("SpeculationIndirectBranch:\t%s", speculation.indirectBranch());
    }
  }

  private static void allowed(Program kernel, Task task, Text out) {
    var cpus = CpuMask.of(MemberVariants.first(task.value(), "cpus_mask", "cpus_allowed"));
    out.line("Cpus_allowed:\t%s", Bitmaps.hex(cpus, CpuMask.nrCpuIds(kernel)));
    out.line("Cpus_allowed_list:\t%s", Bitmaps.list(cpus));
    if (task.value().has("mems_allowed")) {
      Value nodes = task.value().at("mems_allowed.bits");
      int nrNodes =
          kernel.findSymbol("node_data").map(Value::length).orElse(nodes.length() * Long.SIZE);
      out.line("Mems_allowed:\t%s", Bitmaps.hex(CpuMask.bits(nodes), nrNodes));
      out.line("Mems_allowed_list:\t%s", Bitmaps.list(CpuMask.bits(nodes)));
    }
  }

  /** {@code arch_proc_pid_thread_features()}, {@code arch/x86/kernel/cpu/proc.c}, 6.6+. */
  private static void threadFeatures(Program kernel, Task task, Text out) {
    if (!task.value().has("thread.features")
        || !RodataStrings.of(kernel).has("x86_Thread_features")) {
      return;
    }
    out.line("x86_Thread_features:\t%s", features(task.value().at("thread.features").asLong()));
    out.line(
        "x86_Thread_features_locked:\t%s",
        features(task.value().at("thread.features_locked").asLong()));
  }

  private static String features(long bits) {
    StringBuilder names = new StringBuilder();
    for (int i = 0; i < X86_FEATURES.length; i++) {
      if ((bits & X86_FEATURES[i]) != 0) {
        names.append(X86_FEATURE_NAMES[i]).append(' ');
      }
    }
    return names.toString();
  }
}
