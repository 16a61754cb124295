package org.vmcore.emit.sys.cpu;

import java.util.BitSet;
import org.vmcore.emit.Emits;
import org.vmcore.emit.NoSuchFile;
import org.vmcore.emit.Text;
import org.vmcore.kernel.cpu.Bitmaps;
import org.vmcore.kernel.cpu.CpuMask;
import org.vmcore.kernel.cpu.Housekeeping;
import org.vmcore.model.Program;
import org.vmcore.model.Value;
import org.vmcore.types.PointerType;

/** Which CPUs there are: {@code drivers/base/cpu.c}. */
final class CpuMasks {
  @Emits("sys/devices/system/cpu/online")
  void online(Program kernel, Text out) {
    list(CpuMask.online(kernel), out);
  }

  @Emits("sys/devices/system/cpu/possible")
  void possible(Program kernel, Text out) {
    list(CpuMask.possible(kernel), out);
  }

  @Emits("sys/devices/system/cpu/present")
  void present(Program kernel, Text out) {
    list(CpuMask.present(kernel), out);
  }

  /** CPUs that there may be and that do not run, {@code print_cpus_offline()}. */
  @Emits("sys/devices/system/cpu/offline")
  void offline(Program kernel, Text out) {
    BitSet offline = CpuMask.possible(kernel);
    offline.andNot(CpuMask.online(kernel));
    out.print("%s", Bitmaps.list(offline));
    int nrCpuIds = CpuMask.nrCpuIds(kernel);
    int total = kernel.findSymbol("total_cpus").map(Value::asInt).orElse(0);
    if (total > nrCpuIds) { // CPUs that the machine has beyond those that Linux numbers
      out.print(offline.isEmpty() ? "" : ",");
      out.print(nrCpuIds == total - 1 ? "%u" : "%u-%d", nrCpuIds, total - 1);
    }
    out.append('\n');
  }

  /** CPUs that the scheduler leaves alone, {@code isolcpus=}. */
  @Emits("sys/devices/system/cpu/isolated")
  void isolated(Program kernel, Text out) {
    BitSet isolated = CpuMask.possible(kernel);
    isolated.andNot(Housekeeping.domain(kernel).orElse(isolated));
    list(isolated, out);
  }

  /** CPUs without ticks; where never any were asked for, the kernel prints a pointer to nothing. */
  @Emits("sys/devices/system/cpu/nohz_full")
  void nohzFull(Program kernel, Text out) {
    Value mask =
        kernel
            .findSymbol("tick_nohz_full_mask")
            .orElseThrow(() -> new NoSuchFile("the kernel has no CONFIG_NO_HZ_FULL"));
    boolean mayBeNull = mask.type().resolved() instanceof PointerType;
    if (mayBeNull && mask.isNull()) {
      out.line("%s", Housekeeping.printsNullMask(kernel) ? "(null)" : "");
    } else {
      list(CpuMask.of(mask), out);
    }
  }

  /** CPUs that may be brought online, since 6.9. */
  @Emits("sys/devices/system/cpu/enabled")
  void enabled(Program kernel, Text out) {
    list(
        CpuMask.of(
            kernel
                .findSymbol("__cpu_enabled_mask")
                .orElseThrow(() -> new NoSuchFile("the kernel knows no enabled CPUs"))),
        out);
  }

  /** The highest CPU number that this kernel can handle. */
  @Emits("sys/devices/system/cpu/kernel_max")
  void kernelMax(Program kernel, Text out) {
    // A mask is a whole number of words; a table has NR_CPUS elements, if its type is this
    // kernel's.
    long nrCpus = kernel.sizeOf("struct cpumask") * 8;
    long elements = kernel.findSymbol("__per_cpu_offset").map(Value::length).orElse((int) nrCpus);
    out.line("%d", Math.min(nrCpus, elements) - 1);
  }

  private static void list(BitSet cpus, Text out) {
    out.line("%s", Bitmaps.list(cpus));
  }
}
