package org.vmcore.dump;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Answers as another dump does, in all that a subclass does not answer itself. */
public abstract class ForwardingDump implements Dump {
  protected final Dump dump;

  protected ForwardingDump(Dump dump) {
    this.dump = dump;
  }

  @Override
  public String name() {
    return dump.name();
  }

  @Override
  public DumpDescription description() {
    return dump.description();
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
    return dump.vmcoreInfo();
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
