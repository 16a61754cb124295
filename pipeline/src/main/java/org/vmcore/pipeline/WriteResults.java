package org.vmcore.pipeline;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;

/** Writes all results into one file; they are small. */
final class WriteResults extends PTransform<PCollection<DumpResult>, PDone> {
  private static final long serialVersionUID = 1L;

  private final String file;

  /**
   * @param file path of {@code results.jsonl}
   */
  WriteResults(String file) {
    this.file = file;
  }

  @Override
  public PDone expand(PCollection<DumpResult> results) {
    results
        .apply("To one place", WithKeys.of(""))
        .setCoder(KvCoder.of(StringUtf8Coder.of(), new DumpResultCoder()))
        .apply("Collect", GroupByKey.create())
        .apply("Write", ParDo.of(new WriteFn(file)));
    return PDone.in(results.getPipeline());
  }

  private static final class WriteFn extends DoFn<KV<String, Iterable<DumpResult>>, Void> {
    private static final long serialVersionUID = 1L;

    private final String file;

    WriteFn(String file) {
      this.file = file;
    }

    @ProcessElement
    public void write(@Element KV<String, Iterable<DumpResult>> all) {
      List<DumpResult> results = new ArrayList<>();
      all.getValue().forEach(results::add);
      Results.write(Path.of(file), results);
    }
  }
}
