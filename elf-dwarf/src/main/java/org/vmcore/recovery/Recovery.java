package org.vmcore.recovery;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.vmcore.debuginfo.KernelImage;
import org.vmcore.dump.DescribedDump;
import org.vmcore.dump.Dump;
import org.vmcore.dump.VmcoreInfo;
import org.vmcore.io.Unsupported;
import org.vmcore.recovery.MemorySweep.Text;

/**
 * Finds the kernel in a dump whose container does not say where it is. What is cheap is tried
 * first: the registers of the CPUs, then in one walk over all memory the text of VMCOREINFO and the
 * kernel's banner. With a vmlinux only a place is believed where its kernel is found.
 */
public final class Recovery {
  private static final int BANNER_PAGE_MASK = 4095;
  private static final String FOUND = "the dump has no VMCOREINFO; the kernel was found ";
  private static final String BY_REGISTERS = FOUND + "by the registers of its CPUs";

  private final Dump dump;
  private final LinkedKernel kernel;
  private final KernelProof proof;

  private Recovery(Dump dump, LinkedKernel kernel) {
    this.dump = dump;
    this.kernel = kernel;
    this.proof = new KernelProof(dump, kernel);
  }

  /**
   * The dump with the place of its kernel; the dump itself, if it has that already. Reads all of
   * its memory, as a rule.
   *
   * @throws Unsupported when the kernel of this image is not found
   */
  public static Dump withKernel(Dump dump, KernelImage image) {
    if (dump.vmcoreInfo().isPresent()) {
      return dump;
    }
    return new Recovery(dump, new LinkedKernel(image)).located();
  }

  /**
   * The dump with the text that its kernel left in memory; the dump itself, if it has one already
   * or none is found. Reads all of its memory, as a rule.
   */
  public static Dump withOwnText(Dump dump) {
    if (dump.vmcoreInfo().isPresent()) {
      return dump;
    }
    Optional<VmcoreInfo> noted = S390OsInfo.find(dump);
    if (noted.isPresent()) {
      return new DescribedDump(dump, noted.get(), S390OsInfo.ORIGIN);
    }
    MemorySweep sweep = new MemorySweep(dump, OptionalLong.empty(), Recovery::isOfCrash);
    sweep.run();
    if (sweep.texts().isEmpty()) {
      failIfEncrypted(dump, sweep);
      return dump;
    }
    return described(dump, ranked(sweep.texts(), Optional.empty()).get(0));
  }

  /**
   * The dump with the place of its kernel, of which neither a text nor a vmlinux is at hand: as the
   * registers of its CPUs have it, which is a guess until symbols were found there, else by its
   * banner and page tables, which its symbols have proved. The dump itself, if there is no such.
   */
  public static Dump withFoundPlace(Dump dump) {
    if (dump.vmcoreInfo().isPresent()) {
      return dump;
    }
    Optional<VmcoreInfo> cpus = X86Places.byRegistersAlone(dump);
    if (cpus.isPresent()) {
      return new DescribedDump(dump, cpus.get(), BY_REGISTERS);
    }
    return new UnknownKernel(dump)
        .place()
        .<Dump>map(place -> new DescribedDump(dump, place, FOUND + "by its banner and page tables"))
        .orElse(dump);
  }

  private static DescribedDump described(Dump dump, Text text) {
    return new DescribedDump(
        dump,
        text.info(),
        "the dump has no VMCOREINFO; one was found in memory at 0x"
            + Long.toHexString(text.paddr()));
  }

  private static void failIfEncrypted(Dump dump, MemorySweep sweep) {
    if (sweep.looksEncrypted()) {
      throw new Unsupported(
          "memory looks encrypted: nothing but noise, as that of a confidential guest (SEV, TDX)"
              + " is when it is dumped from outside",
          dump.name(),
          "let kdump inside the guest write the dump");
    }
  }

  /** A kernel appends the time to its text when it crashes; the one that captures has none. */
  private static boolean isOfCrash(Text text) {
    return text.info().decimal("CRASHTIME").isPresent();
  }

  /** The texts, the likeliest first: of this build, of this release, of a crash, the lowest. */
  private static List<Text> ranked(List<Text> texts, Optional<LinkedKernel> kernel) {
    Optional<String> buildId = kernel.flatMap(LinkedKernel::buildId);
    Optional<String> release = kernel.flatMap(LinkedKernel::release);
    Comparator<Text> unlike =
        Comparator.comparing(t -> buildId.isEmpty() || !buildId.equals(t.info().buildId()));
    return texts.stream()
        .sorted(
            unlike
                .thenComparing(
                    t -> release.isEmpty() || !release.equals(t.info().value("OSRELEASE")))
                .thenComparing(t -> !isOfCrash(t))
                .thenComparing(Text::paddr))
        .toList();
  }

  private Dump located() {
    Optional<VmcoreInfo> running = first(byRegisters());
    boolean captures = running.filter(proof::isOfCaptureKernel).isPresent();
    if (running.isPresent() && !captures) {
      return placed(running.get(), BY_REGISTERS);
    }
    Optional<VmcoreInfo> noted = S390OsInfo.find(dump);
    if (noted.isPresent()) {
      return new DescribedDump(dump, noted.get(), S390OsInfo.ORIGIN);
    }
    Optional<VmcoreInfo> headed = captures ? Optional.empty() : byHeader();
    if (headed.isPresent()) {
      return placed(headed.get(), FOUND + "by the phys_base that its header has");
    }
    MemorySweep sweep = sweep();
    for (Text text : ranked(sweep.texts(), Optional.of(kernel))) {
      if (isWanted(text.info(), captures) && proof.holds(text.info())) {
        return described(dump, text);
      }
    }
    for (long paddr : sweep.banners()) {
      Optional<VmcoreInfo> place = isBanner(paddr) ? first(byBanner(paddr)) : Optional.empty();
      if (place.isPresent() && isWanted(place.get(), captures)) {
        return placed(place.get(), FOUND + "by its banner in memory");
      }
    }
    return captures
        ? placed(running.get(), BY_REGISTERS + "; it captures a dump of another")
        : notFound(sweep);
  }

  /** Where the banner would be if the kernel ran at one of the addresses that it may choose. */
  private Optional<VmcoreInfo> byHeader() {
    long physBase = dump.description().physBase(); // 0 when the header does not tell
    if (!machine().equals(X86Places.MACHINE) || physBase == 0 || kernel.banner().isEmpty()) {
      return Optional.empty();
    }
    return new X86Places(dump, kernel)
        .banners(physBase)
        .filter(this::isBanner)
        .mapToObj(paddr -> first(byBanner(paddr)))
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** When the CPUs ran the kernel that captures, the one that crashed is to be found. */
  private boolean isWanted(VmcoreInfo place, boolean captures) {
    return !captures || !proof.isOfCaptureKernel(place);
  }

  /** Copies in logs and caches are not whole, or of other kernels: not worth a walk. */
  private boolean isBanner(long paddr) {
    byte[] banner = kernel.banner().orElse(new byte[0]);
    return Arrays.equals(banner, PhysicalMemory.read(dump, paddr, banner.length));
  }

  private MemorySweep sweep() {
    OptionalLong banner = kernel.address("linux_banner");
    MemorySweep sweep =
        new MemorySweep(
            dump,
            banner.isEmpty() ? banner : OptionalLong.of(banner.getAsLong() & BANNER_PAGE_MASK),
            text -> isOfCrash(text) && isOfThisBuild(text) && proof.holds(text.info()));
    sweep.run();
    return sweep;
  }

  private boolean isOfThisBuild(Text text) {
    return kernel.buildId().isPresent() && kernel.buildId().equals(text.info().buildId());
  }

  /** The first that holds; where memory is mapped twice, the one that the tasks lead on from. */
  private Optional<VmcoreInfo> first(Collection<VmcoreInfo> places) {
    List<VmcoreInfo> held = places.stream().filter(proof::holds).toList();
    return held.stream().filter(proof::listsTasks).findFirst().or(() -> held.stream().findFirst());
  }

  /** The container's word for it, else what the symbols tell. */
  private String machine() {
    String told = dump.description().machine();
    return told.isEmpty() ? kernel.machine().orElse("") : told;
  }

  private Collection<VmcoreInfo> byRegisters() {
    return machine().equals(X86Places.MACHINE)
        ? new X86Places(dump, kernel).byRegisters()
        : List.of();
  }

  private Collection<VmcoreInfo> byBanner(long paddr) {
    return switch (machine()) {
      case X86Places.MACHINE -> new X86Places(dump, kernel).byBanner(paddr);
      case Arm64Places.MACHINE -> new Arm64Places(dump, kernel).byBanner(paddr);
      default -> BannerPlaces.of(machine(), dump, kernel, paddr);
    };
  }

  /** The kernel's own text tells more than its place, where it is in the dump. */
  private Dump placed(VmcoreInfo place, String origin) {
    return new DescribedDump(dump, proof.ownText(place).orElse(place), origin);
  }

  /** A text of another kernel says what the dump is of: who compares build-ids will tell. */
  private Dump notFound(MemorySweep sweep) {
    List<Text> texts = ranked(sweep.texts(), Optional.of(kernel));
    if (!texts.isEmpty()) {
      return described(dump, texts.get(0));
    }
    failIfEncrypted(dump, sweep);
    throw new Unsupported(
        "has no VMCOREINFO, and the kernel of "
            + kernel.name()
            + kernel.release().map(release -> " (" + release + ")").orElse("")
            + " is not found in its memory"
            + (sweep.releases().isEmpty()
                ? ""
                : ", which names " + String.join(", ", sweep.releases())),
        dump.name(),
        "give the vmlinux of the kernel that crashed, or its VMCOREINFO with --vmcoreinfo");
  }
}
