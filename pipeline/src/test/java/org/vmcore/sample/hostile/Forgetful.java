package org.vmcore.sample.hostile;

import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.vmcore.debuginfo.KernelInMemory;
import org.vmcore.debuginfo.Symbol;
import org.vmcore.dump.Dump;
import org.vmcore.dump.DumpDescription;
import org.vmcore.dump.ForwardingDump;
import org.vmcore.kernel.recovery.RuleNames;
import org.vmcore.model.HalfKnownKernel;
import org.vmcore.model.Program;
import org.vmcore.paging.KernelAddressSpace;
import org.vmcore.paging.Memory;

/**
 * A kernel that has forgotten what rules recover, and whose functions are aarch64's: they refer to
 * the forgotten and to nothing else, in any order, so that each rule sees what it looks for and
 * what it does not.
 */
final class Forgetful implements HostileKernels.TriedKernel {
  private final Dump dump;
  private final KernelInMemory known;
  private final List<Symbol> left;
  private final long[] forgotten;

  Forgetful(Dump dump, KernelInMemory known) {
    this.dump = dump;
    this.known = known;
    Set<String> names = RuleNames.all();
    this.left =
        known.symbols().all().stream().filter(symbol -> !names.contains(symbol.name())).toList();
    this.forgotten =
        known.symbols().all().stream()
            .filter(symbol -> names.contains(symbol.name()))
            .sorted(Comparator.comparing(Symbol::name))
            .mapToLong(Symbol::value)
            .toArray();
  }

  @Override
  public Program open(Dump memory) {
    return HalfKnownKernel.recovered(new OfArm64(memory), space(memory), known.debugInfo(), left);
  }

  @Override
  public Program through(Memory memory) {
    return HalfKnownKernel.recovered(new OfArm64(dump), memory, known.debugInfo(), left);
  }

  @Override
  public Memory memory() {
    return space(dump);
  }

  @Override
  public long physical(long vaddr) {
    return known.memory().physical(vaddr);
  }

  /** Page tables stay those of the machine that it was. */
  private KernelAddressSpace space(Dump memory) {
    long text = at("_stext");
    long sizeBytes = at("_etext") - text;
    return KernelAddressSpace.of(
        new Arm64Code(memory, text, physical(text), sizeBytes, forgotten), this::address);
  }

  private long at(String symbol) {
    return address(symbol).getAsLong();
  }

  private OptionalLong address(String symbol) {
    return known.symbols().byName(symbol).stream().mapToLong(Symbol::value).findFirst();
  }

  /** Another machine's name on a dump. */
  private static final class OfArm64 extends ForwardingDump {
    OfArm64(Dump dump) {
      super(dump);
    }

    @Override
    public DumpDescription description() {
      return dump.description().ofMachine("aarch64");
    }
  }
}
