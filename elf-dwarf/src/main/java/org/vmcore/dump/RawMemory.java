package org.vmcore.dump;

import java.util.Optional;
import org.vmcore.dump.raw.RawImage;
import org.vmcore.io.ByteSource;

/** Decides whether a file that says nothing of itself is memory alone, and how that lies in it. */
public interface RawMemory {
  /** No such file is memory. */
  RawMemory REFUSED = file -> Optional.empty();

  /** Every such file is, and its offsets are physical addresses. */
  RawMemory AS_IT_STANDS = file -> Optional.of(RawImage.open(file));

  /** The memory that the file holds; empty when it is none. */
  Optional<Dump> of(ByteSource file);
}
