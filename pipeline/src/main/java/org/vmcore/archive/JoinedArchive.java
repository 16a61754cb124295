package org.vmcore.archive;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts finished blocks one after the other and adds what makes them one file. Holds lengths only,
 * never a body; blocks must come in the order of the report.
 */
public final class JoinedArchive {
  private final OutputStream out;
  private final Compression compression;
  private final List<XzStream.BlockLengths> blocks = new ArrayList<>();

  public JoinedArchive(OutputStream out, Compression compression) throws IOException {
    this.out = out;
    this.compression = compression;
    if (compression == Compression.XZ) {
      out.write(XzStream.header());
    }
  }

  /** Appends a block; one without content leaves no trace. */
  public void append(Block block) throws IOException {
    if (block.uncompressedBytes() == 0) {
      return;
    }
    out.write(block.bytes());
    blocks.add(new XzStream.BlockLengths(block.unpaddedBytes(), block.uncompressedBytes()));
  }

  /** Blocks written so far: the number that the next one gets. */
  public int nrBlocks() {
    return blocks.size();
  }

  /** Ends the file; the stream stays open. */
  public void finish() throws IOException {
    if (compression == Compression.XZ) {
      out.write(XzStream.indexAndFooter(blocks));
    }
    out.flush();
  }
}
