package org.vmcore.emit.plugins.tasks;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vmcore.emit.Text;

class JsonObjectTest {
  @Test
  void membersStandInTheOrderOfWriting() {
    Text out = new Text();
    new JsonObject(out)
        .number("pid", 42)
        .string("comm", "sh")
        .strings("fs", List.of("a", "b"))
        .end();

    assertThat(
        new String(out.bytes(), StandardCharsets.US_ASCII),
        is("{\"pid\":42,\"comm\":\"sh\",\"fs\":[\"a\",\"b\"]}"));
  }

  @Test
  void whatANameMayHoldIsEscaped() {
    assertThat(JsonObject.quoted("a\"b\\c\nd\u00e9"), is("\"a\\\"b\\\\c\\u000ad\\u00e9\""));
  }
}
