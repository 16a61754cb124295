package org.vmcore.kernel.cpu;

import java.util.BitSet;
import org.vmcore.model.Malformed;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * Bitmaps of {@code unsigned long}s and the CPU masks made of them, {@code
 * include/linux/cpumask.h}.
 */
public final class CpuMask {
  private static final long MAX_CPUS = 1 << 16; // where no mask tells

  private CpuMask() {}

  /**
   * {@code nr_cpu_ids}: one more than the highest CPU that this machine can have.
   *
   * @throws Malformed when a mask of CPUs has not so many bits
   */
  public static int nrCpuIds(Program kernel) {
    return kernel.findSymbol("nr_cpu_ids").map(CpuMask::checkedNumber).orElse(1);
  }

  private static int checkedNumber(Value nrCpuIds) {
    int number = nrCpuIds.asInt();
    long bits =
        nrCpuIds
            .program()
            .findType("struct cpumask")
            .map(mask -> mask.sizeBytes() * Byte.SIZE)
            .orElse(MAX_CPUS);
    if (number < 1 || number > bits) {
      throw new Malformed("absurd number of CPUs " + number, "nr_cpu_ids", nrCpuIds.address());
    }
    return number;
  }

  /**
   * The CPUs that were online when the machine crashed. A panic without a crash kernel stops the
   * others and takes them off {@code cpu_online_mask}, {@code local_cpu_stop()}; the scheduler
   * still has them as active, which a CPU that was unplugged properly is not.
   */
  public static BitSet online(Program kernel) {
    BitSet online = of(kernel.symbol("__cpu_online_mask"));
    kernel.findSymbol("__cpu_active_mask").ifPresent(active -> online.or(of(active)));
    return online;
  }

  public static BitSet possible(Program kernel) {
    return of(kernel.symbol("__cpu_possible_mask"));
  }

  public static BitSet present(Program kernel) {
    return of(kernel.symbol("__cpu_present_mask"));
  }

  /** A {@code struct cpumask}, a {@code cpumask_var_t} (pointer or array) or a pointer to one. */
  public static BitSet of(Value mask) {
    Program kernel = mask.program();
    // A cpumask_var_t of a kernel without CONFIG_CPUMASK_OFFSTACK is an array of one.
    Value struct = mask.type().asStruct().isPresent() ? mask : mask.deref();
    BitSet bits = bits(struct.field("bits"));
    bits.clear(nrCpuIds(kernel), Math.max(bits.length(), nrCpuIds(kernel)));
    return bits;
  }

  /** A {@code DECLARE_BITMAP}: an array of {@code unsigned long}. */
  public static BitSet bits(Value array) {
    return BitSet.valueOf(array.longs());
  }
}
