package org.vmcore.sample;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.vmcore.dump.Dump;
import org.vmcore.dump.DumpDescription;
import org.vmcore.dump.ElfNote;
import org.vmcore.dump.ForwardingDump;
import org.vmcore.dump.Page;
import org.vmcore.dump.VmcoreInfo;

/**
 * A dump as a hypervisor writes it: the container says nothing of the kernel. On request not even
 * its memory does, where the kernel keeps the text.
 */
final class HiddenVmcoreInfo extends ForwardingDump {
  private static final byte[] KEY = "OSRELEASE=".getBytes(StandardCharsets.US_ASCII);
  private static final int NOTE_HEADER_BYTES = 24;

  private final boolean inMemoryToo;

  HiddenVmcoreInfo(Dump dump, boolean inMemoryToo) {
    super(dump);
    this.inMemoryToo = inMemoryToo;
  }

  @Override
  public Optional<VmcoreInfo> vmcoreInfo() {
    return Optional.empty();
  }

  @Override
  public List<ElfNote> notes() {
    return dump.notes().stream().filter(note -> !note.name().equals("VMCOREINFO")).toList();
  }

  @Override
  public DumpDescription description() {
    DumpDescription told = dump.description();
    return new DumpDescription(
        told.format(),
        told.machine(),
        told.order(),
        told.blockSizeBytes(),
        told.dumpLevel(),
        0,
        told.warnings());
  }

  /** The text begins a page, or follows the header of its note. */
  @Override
  public Page page(long paddr) {
    Page page = dump.page(paddr);
    boolean hidden =
        inMemoryToo
            && (begins(page, page.offset()) || begins(page, page.offset() + NOTE_HEADER_BYTES));
    return hidden ? new Page(page.paddr(), new byte[page.sizeBytes()], 0, page.sizeBytes()) : page;
  }

  private static boolean begins(Page page, int at) {
    return Arrays.equals(page.bytes(), at, at + KEY.length, KEY, 0, KEY.length);
  }
}
