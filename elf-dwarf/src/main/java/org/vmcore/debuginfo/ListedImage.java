package org.vmcore.debuginfo;

import java.util.List;

/** A kernel image that can say all it has, so that it can be written down in another form. */
public interface ListedImage extends KernelImage {
  @Override
  ListedDebugInfo debugInfo();

  /** Each name for which {@link #sectionAddress} has an answer, once, in their order. */
  List<String> sectionNames();
}
