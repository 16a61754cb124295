package org.vmcore.dump;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.vmcore.io.FileSource;
import org.vmcore.io.Unsupported;

/**
 * A dump together with a VMCOREINFO that does not come from its container: found in its memory,
 * made from other facts, or given by the user. A warning says so. Thread-safe.
 */
public final class DescribedDump extends ForwardingDump {
  private static final int MAX_TEXT_BYTES = 1 << 20;

  private final VmcoreInfo vmcoreInfo;
  private final DumpDescription description;

  /**
   * @param origin where the VMCOREINFO comes from, in words for the manifest
   */
  public DescribedDump(Dump dump, VmcoreInfo vmcoreInfo, String origin) {
    super(dump);
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
  public DumpDescription description() {
    return description;
  }

  @Override
  public Optional<VmcoreInfo> vmcoreInfo() {
    return Optional.of(vmcoreInfo);
  }
}
