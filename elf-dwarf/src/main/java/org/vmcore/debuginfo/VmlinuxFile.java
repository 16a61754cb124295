package org.vmcore.debuginfo;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.vmcore.debuginfo.search.AlternateLink;
import org.vmcore.debuginfo.search.DebugFolders;
import org.vmcore.dwarf.Dwarf;
import org.vmcore.elf.ElfFile;
import org.vmcore.elf.ElfSection;
import org.vmcore.io.ByteSource;
import org.vmcore.io.Fault;
import org.vmcore.io.FileSource;
import org.vmcore.io.Unsupported;

/** A {@code vmlinux}. Immutable, thread-safe. */
public final class VmlinuxFile implements ListedImage {
  private final ElfFile file;
  private final Dwarf debugInfo;
  private final SymbolTable symbols;

  private VmlinuxFile(ElfFile file, Dwarf debugInfo, SymbolTable symbols) {
    this.file = file;
    this.debugInfo = debugInfo;
    this.symbols = symbols;
  }

  /**
   * @param vmlinux what the compiler split off lies beside it, packed: {@code vmlinux.dwp}
   * @param folders where a file may lie that dwz split off
   * @throws org.vmcore.io.UnreadableFile when the file cannot be read
   * @throws Unsupported when it is no kernel with debug information
   */
  public static VmlinuxFile open(Path vmlinux, DebugFolders folders) {
    Path packed = vmlinux.resolveSibling(vmlinux.getFileName() + ".dwp");
    FileSource source = FileSource.open(vmlinux);
    Optional<FileSource> split = Optional.empty();
    try {
      split = Files.isRegularFile(packed) ? Optional.of(FileSource.open(packed)) : split;
      return of(
          source,
          file -> AlternateLink.of(file).map(link -> link.open(vmlinux, folders)),
          split.map(ElfFile::open));
    } catch (Fault fault) {
      source.close();
      split.ifPresent(FileSource::close);
      throw fault;
    }
  }

  /**
   * As above, from a source that stays open as long as the image is used.
   *
   * @param alternate finds what dwz split off
   * @param split what the compiler split off, packed
   */
  public static VmlinuxFile of(
      ByteSource source, Function<ElfFile, Optional<ElfFile>> alternate, Optional<ElfFile> split) {
    if (!ElfFile.isElf(source)) {
      throw new Unsupported(
          "is not an ELF file",
          source.name(),
          "give the uncompressed vmlinux with debug information, not vmlinuz");
    }
    ElfFile file = ElfFile.open(source);
    try (Dwarf.Indexing indexing = Dwarf.Indexing.of(file, alternate.apply(file), split)) {
      SymbolTable symbols = ImageSymbols.of(file);
      Dwarf debugInfo =
          indexing
              .end(symbols)
              .orElseThrow(
                  () ->
                      new Unsupported(
                          "has no debug information (.debug_info)",
                          source.name(),
                          "install the debug package of this kernel and give its vmlinux"));
      return new VmlinuxFile(file, debugInfo, symbols);
    }
  }

  @Override
  public String name() {
    return file.name();
  }

  @Override
  public Optional<String> buildId() {
    return file.buildId();
  }

  @Override
  public ListedDebugInfo debugInfo() {
    return debugInfo;
  }

  @Override
  public List<String> warnings() {
    List<Fault> damage = debugInfo.damage();
    return damage.isEmpty()
        ? List.of()
        : List.of(
            damage.size()
                + " units of the debug information cannot be read, the first: "
                + damage.get(0).getMessage());
  }

  @Override
  public SymbolTable symbols() {
    return symbols;
  }

  @Override
  public Optional<ByteSource> section(String name) {
    return file.section(name).filter(ElfSection::hasBytes).map(file::contents);
  }

  @Override
  public OptionalLong sectionAddress(String name) {
    for (ElfSection section : file.sections()) {
      if (section.name().equals(name)) {
        return OptionalLong.of(section.address());
      }
    }
    return OptionalLong.empty();
  }

  @Override
  public List<String> sectionNames() {
    return file.sections().stream().map(ElfSection::name).distinct().toList();
  }
}
