package org.vmcore.pipeline;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.CustomCoder;

/** {@link Shard} between workers: a version byte, then the fields in their order. */
final class ShardCoder extends CustomCoder<Shard> {
  private static final long serialVersionUID = 1L;
  private static final int VERSION = 1;
  private static final DumpRequestCoder REQUEST = new DumpRequestCoder();

  @Override
  public void encode(Shard value, OutputStream to) throws IOException {
    DataOutputStream out = new DataOutputStream(to);
    Fields.writeVersion(out, VERSION);
    REQUEST.encode(value.request(), out);
    Fields.write(out, value.top());
    out.writeLong(value.timeSeconds());
    out.writeInt(value.number());
    out.writeInt(value.of());
    out.flush();
  }

  @Override
  public Shard decode(InputStream from) throws IOException {
    DataInputStream in = new DataInputStream(from);
    Fields.readVersion(in, VERSION);
    return new Shard(
        REQUEST.decode(in), Fields.readString(in), in.readLong(), in.readInt(), in.readInt());
  }

  @Override
  public void verifyDeterministic() {
    // The same fields give the same bytes: no maps without order, no identity.
  }
}
