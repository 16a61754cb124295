package org.vmcore.pipeline;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.CustomCoder;

/** {@link BlockRef} between workers: a version byte, then the fields in their order. */
final class BlockRefCoder extends CustomCoder<BlockRef> {
  private static final long serialVersionUID = 1L;
  private static final int VERSION = 2;
  private static final ShardCoder SHARD = new ShardCoder();

  @Override
  public void encode(BlockRef value, OutputStream to) throws IOException {
    DataOutputStream out = new DataOutputStream(to);
    Fields.writeVersion(out, VERSION);
    SHARD.encode(value.shard(), out);
    Fields.write(out, value.spool());
    Fields.write(out, value.crash());
    Fields.write(out, value.container());
    Fields.write(out, value.failure());
    out.flush();
  }

  @Override
  public BlockRef decode(InputStream from) throws IOException {
    DataInputStream in = new DataInputStream(from);
    Fields.readVersion(in, VERSION);
    return new BlockRef(
        SHARD.decode(in),
        Fields.readString(in),
        Fields.readString(in),
        Fields.readString(in),
        Fields.readString(in));
  }

  @Override
  public void verifyDeterministic() {
    // The same fields give the same bytes: no maps without order, no identity.
  }
}
