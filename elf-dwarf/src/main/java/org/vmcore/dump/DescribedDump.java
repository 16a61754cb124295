package org.vmcore.dump;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.vmcore.io.FileSource;
import org.vmcore.io.Unsupported;

/**
 * A dump together with a VMCOREINFO that does not come from its container: found in its memory,
 * made from other facts, or given by the user. A warning says so. Thread-safe.
 */
public final class DescribedDump implements Dump {
  private static final int MAX_TEXT_BYTES = 1 << 20;

  private final Dump dump;
  private final VmcoreInfo vmcoreInfo;
  private final DumpDescription description;

  /**
   * @param origin where the VMCOREINFO comes from, in words for the manifest
   */
  public DescribedDump(Dump dump, VmcoreInfo vmcoreInfo, String origin) {
    this.dump = dump;
    this.vmcoreInfo = vmcoreInfo;
    DumpDescription told = dump.description().warning(origin);
    this.description =
        told.machine().isEmpty() ? told.ofMachine(vmcoreInfo.machine().orElse("")) : told;
  }

  /**
   * A dump with the VMCOREINFO that a file holds as text.
   *
   * @throws org.vmcore.io.UnreadableFile when the file cannot be read
   * @throws Unsupported when it is no such text
   */
  public static DescribedDump given(Dump dump, Path file) {
    try (FileSource source = FileSource.open(file)) {
      int size = (int) Math.min(source.sizeBytes(), MAX_TEXT_BYTES);
      byte[] text = Arrays.copyOf(source.read(0, size), size + 1);
      text[size] = '\n'; // people leave out the last one
      VmcoreInfo info = VmcoreInfo.parse(text);
      if (info.value("OSRELEASE").isEmpty() && info.symbol("_stext").isEmpty()) {
        throw new Unsupported(
            "is no VMCOREINFO: neither OSRELEASE= nor SYMBOL(_stext)= is in it",
            source.name(),
            "give the text that the crashed kernel's VMCOREINFO note has");
      }
      return new DescribedDump(dump, info, "VMCOREINFO is that of " + file.getFileName());
    }
  }

  @Override
  public String name() {
    return dump.name();
  }

  @Override
  public DumpDescription description() {
    return description;
  }

  @Override
  public PageState state(long paddr) {
    return dump.state(paddr);
  }

  @Override
  public Page page(long paddr) {
    return dump.page(paddr);
  }

  @Override
  public OptionalLong nextStored(long paddr) {
    return dump.nextStored(paddr);
  }

  @Override
  public ReadPolicy readPolicy() {
    return dump.readPolicy();
  }

  @Override
  public List<ElfNote> notes() {
    return dump.notes();
  }

  @Override
  public Optional<VmcoreInfo> vmcoreInfo() {
    return Optional.of(vmcoreInfo);
  }

  @Override
  public PageCounts pageCounts() {
    return dump.pageCounts();
  }

  @Override
  public void close() {
    dump.close();
  }
}
