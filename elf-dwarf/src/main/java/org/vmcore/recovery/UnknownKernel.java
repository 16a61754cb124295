package org.vmcore.recovery;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.vmcore.debuginfo.KernelInMemory;
import org.vmcore.dump.DescribedDump;
import org.vmcore.dump.Dump;
import org.vmcore.dump.VmcoreInfo;
import org.vmcore.io.MalformedInput;
import org.vmcore.io.Unsupported;

/**
 * A kernel of which nothing is at hand but memory: no text of VMCOREINFO, no vmlinux, no register.
 * Its banner tells that it is there, page tables near it where; it is believed when its own symbols
 * and types, read there, lead to its banner, its first task and all that follow.
 */
final class UnknownKernel {
  private final Dump dump;
  private final String machine;

  UnknownKernel(Dump dump) {
    this(dump, dump.description().machine());
  }

  /**
   * @param machine as {@code uname -m} spells it; empty when it is not known
   */
  UnknownKernel(Dump dump, String machine) {
    this.dump = dump;
    this.machine = machine;
  }

  /** Where it is, if it is found. Reads all memory of the dump. */
  Optional<VmcoreInfo> place() {
    MemorySweep sweep = new MemorySweep(dump, OptionalLong.empty(), text -> false);
    sweep.run();
    return sweep.banners().stream().map(this::placeBy).flatMap(Optional::stream).findFirst();
  }

  private Optional<VmcoreInfo> placeBy(long bannerPaddr) {
    return places(bannerPaddr).stream().filter(this::isProved).findFirst();
  }

  /**
   * Where it may be, if its banner lies at this physical address. Where the machine is not known,
   * tables that an x86-64 kernel could have decide: no other maps its image so high.
   */
  List<VmcoreInfo> places(long bannerPaddr) {
    List<VmcoreInfo> places = new ArrayList<>();
    if (machine.isEmpty() || machine.equals(X86Places.MACHINE)) {
      for (TopTableSearch.Found found : find(bannerPaddr, X86Places.layouts())) {
        places.add(X86Places.bare(found, bannerPaddr));
      }
    }
    if (places.isEmpty() && (machine.isEmpty() || machine.equals(Arm64Places.MACHINE))) {
      for (TopTableSearch.Found found : find(bannerPaddr, Arm64Places.layouts())) {
        places.addAll(Arm64Places.bare(found, bannerPaddr));
      }
    }
    return places;
  }

  private List<TopTableSearch.Found> find(long bannerPaddr, List<TopTableSearch.Layout> layouts) {
    return new TopTableSearch(dump, bannerPaddr).find(layouts);
  }

  /** Whether its own symbols and types say the same. */
  boolean isProved(VmcoreInfo place) {
    try {
      KernelInMemory own = KernelInMemory.of(new DescribedDump(dump, place, ""));
      KernelProof proof = new KernelProof(dump, new LinkedKernel(own));
      return proof.holds(place) && proof.listsTasks(place);
    } catch (Unsupported | MalformedInput notThere) {
      return false;
    }
  }
}
