package org.vmcore.dump;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How a dump is to be opened. Immutable.
 *
 * @param raw what to make of a file of no known kind: it may be memory alone
 * @param policy what reads give of memory that the dump does not hold
 * @param vmcoreInfo a file with the text of its kernel's VMCOREINFO, in place of the dump's own
 */
public record Opening(RawMemory raw, ReadPolicy policy, Optional<Path> vmcoreInfo) {
  /** By content, strictly. */
  public static final Opening DEFAULT =
      new Opening(RawMemory.REFUSED, ReadPolicy.STRICT, Optional.empty());

  /** Takes a file of no known kind for memory alone, offsets for physical addresses. */
  public Opening asRaw() {
    return raw(RawMemory.AS_IT_STANDS);
  }

  public Opening raw(RawMemory memory) {
    return new Opening(memory, policy, vmcoreInfo);
  }

  public Opening by(ReadPolicy other) {
    return new Opening(raw, other, vmcoreInfo);
  }

  public Opening describedBy(Path text) {
    return new Opening(raw, policy, Optional.of(text));
  }
}
