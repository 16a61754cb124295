package org.vmcore.emit.sys.cpu;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.vmcore.emit.EmitsMany;
import org.vmcore.emit.Enumerates;
import org.vmcore.emit.Enumerator;
import org.vmcore.emit.Key;
import org.vmcore.emit.NoSuchFile;
import org.vmcore.emit.Text;
import org.vmcore.emit.sys.ShowTable;
import org.vmcore.emit.sys.SysfsFile;
import org.vmcore.kernel.cpu.Bitmaps;
import org.vmcore.kernel.cpu.CpuDevices;
import org.vmcore.kernel.cpu.CpuMask;
import org.vmcore.kernel.cpu.CpuTopology;
import org.vmcore.kernel.percpu.PerCpu;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * Files of a CPU: {@code drivers/base/cpu.c}, {@code drivers/base/topology.c}, and {@code hotplug}
 * of {@code kernel/cpu.c}.
 */
final class CpuFiles {
  /** A CPU of a kernel. */
  private record Cpu(Program kernel, int number) {
    CpuTopology topology() {
      return CpuTopology.of(kernel, number)
          .orElseThrow(() -> new NoSuchFile("the topology of this machine is not known here"));
    }

    Value hotplug() {
      return PerCpu.of(kernel).variable("cpuhp_state", number);
    }
  }

  private static final ShowTable<Cpu> OWN =
      new ShowTable<Cpu>()
          .flag("online", cpu -> CpuMask.online(cpu.kernel()).get(cpu.number()))
          .unsigned("crash_notes_size", CpuFiles::notesSize);

  private static final ShowTable<Cpu> HOTPLUG =
      new ShowTable<Cpu>()
          .number("state", cpu -> cpu.hotplug().field("state").asLong())
          .number("target", cpu -> cpu.hotplug().field("target").asLong())
          .number("fail", cpu -> cpu.hotplug().field("fail").asLong());

  private static final ShowTable<Cpu> TOPOLOGY = topology();

  private static ShowTable<Cpu> topology() {
    ShowTable<Cpu> files =
        new ShowTable<Cpu>()
            .number("physical_package_id", cpu -> (int) cpu.topology().packageId())
            .number("core_id", cpu -> (int) cpu.topology().coreId())
            .number("die_id", cpu -> known(cpu.topology().dieId()).intValue())
            .number("cluster_id", cpu -> known(cpu.topology().clusterId()).intValue())
            .add("ppin", (cpu, out) -> out.line("0x%lx", known(cpu.topology().ppin())));
    for (String name : new String[] {"thread_siblings", "core_cpus"}) {
      addMask(files, name, CpuTopology::threads);
    }
    for (String name : new String[] {"core_siblings", "package_cpus"}) {
      addMask(files, name, CpuTopology::cores);
    }
    addMask(files, "die_cpus", topology -> known(topology.die()));
    addMask(files, "cluster_cpus", topology -> known(topology.cluster()));
    return files;
  }

  private static void addMask(
      ShowTable<Cpu> files, String name, Function<CpuTopology, BitSet> mask) {
    files.add(
        name,
        (cpu, out) -> {
          int nrCpuIds = CpuMask.nrCpuIds(cpu.kernel());
          out.line("%s", Bitmaps.hex(mask.apply(cpu.topology()), nrCpuIds));
        });
    files.add(
        name + "_list", (cpu, out) -> out.line("%s", Bitmaps.list(mask.apply(cpu.topology()))));
  }

  private static <T> T known(Optional<T> fact) {
    return fact.orElseThrow(() -> new NoSuchFile("this machine does not tell"));
  }

  private static long notesSize(Cpu cpu) {
    return cpu.kernel().symbol("crash_notes").deref().type().sizeBytes();
  }

  @EmitsMany(path = "sys/devices/{device*}/{name}", each = Own.class)
  void own(Program kernel, SysfsFile<Cpu> file, Text out) {
    file.show(out);
  }

  @EmitsMany(path = "sys/devices/{device*}/topology/{name}", each = Topology.class)
  void topologyFile(Program kernel, SysfsFile<Cpu> file, Text out) {
    file.show(out);
  }

  @EmitsMany(path = "sys/devices/{device*}/hotplug/{name}", each = Hotplug.class)
  void hotplugFile(Program kernel, SysfsFile<Cpu> file, Text out) {
    file.show(out);
  }

  private static List<Key<SysfsFile<Cpu>>> keys(
      Program kernel, String directory, ShowTable<Cpu> table) {
    List<Key<SysfsFile<Cpu>>> keys = new ArrayList<>();
    for (int cpu : CpuMask.possible(kernel).stream().toArray()) {
      CpuDevices.of(kernel, cpu)
          .ifPresent(device -> keys.addAll(table.keys(device, directory, new Cpu(kernel, cpu))));
    }
    return keys;
  }

  /** Files in the CPUs' own directories. */
  @Enumerates({"device", "name"})
  static final class Own implements Enumerator<SysfsFile<Cpu>> {
    @Override
    public List<Key<SysfsFile<Cpu>>> keys(Program kernel) {
      return CpuFiles.keys(kernel, "", OWN);
    }
  }

  /** Files about how the CPUs lie to each other. */
  @Enumerates({"device", "name"})
  static final class Topology implements Enumerator<SysfsFile<Cpu>> {
    @Override
    public List<Key<SysfsFile<Cpu>>> keys(Program kernel) {
      return CpuFiles.keys(kernel, "topology", TOPOLOGY);
    }
  }

  /** Files about how far the CPUs were brought up. */
  @Enumerates({"device", "name"})
  static final class Hotplug implements Enumerator<SysfsFile<Cpu>> {
    @Override
    public List<Key<SysfsFile<Cpu>>> keys(Program kernel) {
      return CpuFiles.keys(kernel, "hotplug", HOTPLUG);
    }
  }
}
