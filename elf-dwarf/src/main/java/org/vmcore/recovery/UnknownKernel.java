package org.vmcore.recovery;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;
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
  // Where _stext is behind the first page that is mapped of the image: arm64's header lies between.
  private static final long[] TEXT_OFFSETS = {0, 0x1000, 0x1_0000};

  private final Dump dump;

  UnknownKernel(Dump dump) {
    this.dump = dump;
  }

  /** Where it is, if it is found. Reads all memory of the dump. */
  Optional<VmcoreInfo> place() {
    MemorySweep sweep = new MemorySweep(dump, OptionalLong.empty(), text -> false);
    sweep.run();
    return sweep.banners().stream().flatMap(this::places).filter(this::isProved).findFirst();
  }

  private Stream<VmcoreInfo> places(long bannerPaddr) {
    return new TopTableSearch(dump, bannerPaddr)
        .find(layouts()).stream()
            .flatMap(
                found ->
                    LongStream.of(TEXT_OFFSETS)
                        .mapToObj(offset -> bare(found, bannerPaddr, found.imageStart() + offset)));
  }

  /** Those of the dump's machine; of all machines when the container does not tell. */
  private List<TopTableSearch.Layout> layouts() {
    String machine = dump.description().machine();
    return Stream.of(X86Places.layouts(), Arm64Places.layouts())
        .flatMap(List::stream)
        .filter(layout -> machine.isEmpty() || machine.equals(layout.machine()))
        .toList();
  }

  private static VmcoreInfo bare(TopTableSearch.Found found, long bannerPaddr, long stext) {
    return found.layout().machine().equals(X86Places.MACHINE)
        ? X86Places.bare(found, bannerPaddr, stext)
        : Arm64Places.bare(found, bannerPaddr, stext);
  }

  private boolean isProved(VmcoreInfo place) {
    try {
      KernelInMemory own = KernelInMemory.of(new DescribedDump(dump, place, ""));
      KernelProof proof = new KernelProof(dump, new LinkedKernel(own));
      return proof.holds(place) && proof.listsTasks(place);
    } catch (Unsupported | MalformedInput notThere) {
      return false;
    }
  }
}
