package org.vmcore.debuginfo;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.vmcore.btf.Btf;
import org.vmcore.debuginfo.search.AlternateLink;
import org.vmcore.debuginfo.search.DebugFolders;
import org.vmcore.dwarf.Dwarf;
import org.vmcore.elf.ElfFile;
import org.vmcore.elf.ElfSection;
import org.vmcore.io.ByteSource;
import org.vmcore.io.CompressedFile;
import org.vmcore.io.Fault;
import org.vmcore.io.MalformedInput;
import org.vmcore.io.Unsupported;

/**
 * The file of a kernel module, {@code .ko} or {@code .ko.debug}, compressed or not, with or without
 * debug information. Nothing linked it: its addresses are known once it is told where its sections
 * were loaded. Its debug information is indexed when first asked for. It is open only while it is
 * read. Thread-safe.
 */
public final class ModuleFile {
  private static final int MAX_NAMES_BYTES = 256 << 20;
  private static final String BTF = ".BTF";
  private static final int SECTION_BITS = 40; // no section of a module is larger
  private static final int LONGEST_INLINE_NAME = 3; // compilers keep those out of .debug_str

  private final Path path;
  private final ElfFile file;
  private final DebugFolders folders;
  private volatile Optional<DebugInfo> debugInfo;
  private volatile NameFilter names;

  private ModuleFile(Path path, ElfFile file, DebugFolders folders) {
    this.path = path;
    this.file = file;
    this.folders = folders;
  }

  /**
   * Opens a file and reads its header.
   *
   * @param folders where a file may lie that dwz split off
   * @throws Unsupported when it is no module
   * @throws Fault when it cannot be read
   */
  public static ModuleFile open(Path path, DebugFolders folders) {
    ElfFile file = ElfFile.open(CompressedFile.open(path));
    if (!file.isRelocatable()) {
      throw new Unsupported("is no kernel module", path.toString(), "give a .ko or .ko.debug");
    }
    return new ModuleFile(path, file, folders);
  }

  public String name() {
    return path.toString();
  }

  /** In lower-case hex digits. */
  public Optional<String> buildId() {
    return file.buildId();
  }

  /** {@code sizeof(struct module)} of the kernel that it was built for. */
  public OptionalLong moduleStructBytes() {
    for (ElfSection section : file.sections()) {
      if (section.name().equals(".gnu.linkonce.this_module")) {
        return OptionalLong.of(section.sizeBytes());
      }
    }
    return OptionalLong.empty();
  }

  /** An entry of {@code .modinfo}: {@code srcversion}, {@code vermagic}. */
  public Optional<String> modinfo(String key) {
    byte[] bytes = file.section(".modinfo").map(this::bounded).orElse(new byte[0]);
    String all = new String(bytes, StandardCharsets.ISO_8859_1);
    return Arrays.stream(all.split("\0"))
        .filter(entry -> entry.startsWith(key + "="))
        .map(entry -> entry.substring(key.length() + 1))
        .findFirst();
  }

  private byte[] bounded(ElfSection section) {
    ByteSource contents = file.contents(section);
    return contents.read(0, (int) Math.min(contents.sizeBytes(), MAX_NAMES_BYTES));
  }

  /** This file with its sections where the kernel had loaded them. */
  public ModuleFile placedAt(Function<String, OptionalLong> addressOf) {
    return new ModuleFile(path, file.placedAt(addressOf), folders);
  }

  /** A symbol, and how far into its section it is. */
  public record SectionSymbol(String name, String section, long offset) {}

  /** The symbols of loaded sections, wherever these are. */
  public List<SectionSymbol> sectionSymbols() {
    List<String> names =
        file.sections().stream()
            .filter(ElfSection::isAllocated)
            .map(ElfSection::name)
            .distinct()
            .toList();
    Map<String, Long> apart = new HashMap<>();
    names.forEach(name -> apart.put(name, (long) apart.size() << SECTION_BITS));
    ElfFile placed = file.placedAt(name -> OptionalLong.of(apart.getOrDefault(name, 0L)));
    return ImageSymbols.of(placed).all().stream()
        .filter(s -> s.placement() != Symbol.Placement.ABSOLUTE)
        .filter(s -> s.value() >>> SECTION_BITS < names.size())
        .map(
            s ->
                new SectionSymbol(
                    s.name(),
                    names.get((int) (s.value() >>> SECTION_BITS)),
                    s.value() & (1L << SECTION_BITS) - 1))
        .toList();
  }

  /** Symbols at their run-time addresses. */
  public SymbolTable symbols() {
    return ImageSymbols.of(file);
  }

  /** The bytes of a section, relocated; empty where the file has none. */
  public Optional<ByteSource> section(String name) {
    return file.section(name).map(file::contents);
  }

  /**
   * Types and variables; empty for a file without debug information.
   *
   * @throws Fault when it contradicts itself, or needs a file that is not there
   */
  public Optional<DebugInfo> debugInfo() {
    if (debugInfo == null) {
      synchronized (this) {
        if (debugInfo == null) {
          Optional<ElfFile> other = AlternateLink.of(file).map(link -> link.open(path, folders));
          debugInfo = Dwarf.of(file, other, symbols()).map(DebugInfo.class::cast);
        }
      }
    }
    return debugInfo;
  }

  /**
   * Types as the kernel itself is given them, {@code .BTF}; empty for a file without.
   *
   * @param kernel has the types that the module's refer to
   * @throws MalformedInput when they contradict themselves, or the kernel's are others
   */
  public Optional<DebugInfo> btf(Btf kernel) {
    SymbolTable symbols = symbols();
    Function<String, OptionalLong> addresses =
        name -> symbols.byName(name).stream().mapToLong(Symbol::value).findFirst();
    Optional<byte[]> distilled = file.section(".BTF.base").map(this::bounded);
    String blobName = name() + ": " + BTF;
    return file.section(BTF)
        .map(this::bounded)
        .map(
            blob ->
                distilled.isPresent()
                    ? kernel.split(blobName, blob, distilled.get(), addresses)
                    : kernel.split(blobName, blob, addresses));
  }

  /** Whether it has types as the kernel itself is given them. */
  public boolean hasBtf() {
    return file.section(BTF).isPresent();
  }

  /** Whether it has debug information at all. */
  public boolean isDescribed() {
    return file.section(".debug_info").isPresent();
  }

  /** Whether the debug information may define this name: a quick look at its strings. */
  public boolean mayDefine(String name) {
    if (!isDescribed()) {
      return hasBtf() && names(BTF).holds(name);
    }
    if (name.length() <= LONGEST_INLINE_NAME || AlternateLink.of(file).isPresent()) {
      return true;
    }
    return names(".debug_str").holds(name);
  }

  private NameFilter names(String section) {
    NameFilter known = names;
    if (known == null) {
      known = new NameFilter(file.section(section).map(this::bounded).orElse(new byte[0]));
      names = known; // racing threads make equal ones
    }
    return known;
  }
}
