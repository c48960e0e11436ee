import type { Codebook } from '../../codebook/codebook.ts';
import { CERTAINTIES, INFORMATION_GRADES, SOURCE_GRADES } from '../../annotation/annotation.ts';
import { labelsOfCodebook } from '../spans/labels.ts';
import { escapeXmlAttribute } from '../xml/write-xml.ts';

/** Label Studio's labelling configuration for the tasks that Postil writes. */
export function labellingConfig(codebook: Codebook): string {
  const labels = labelsOfCodebook(codebook).map(
    (label) => `    <Label value="${escapeXmlAttribute(label)}"/>`,
  );
  return `<View>
  <Header value="$title"/>
  <Labels name="label" toName="text" choice="multiple">
${labels.join('\n')}
  </Labels>
  <Text name="text" value="$text" granularity="symbol"/>
${choices('certainty', CERTAINTIES)}
${choices('source', SOURCE_GRADES)}
${choices('information', INFORMATION_GRADES.map(String))}
  <TextArea name="stances" toName="text" perRegion="true" editable="true" maxSubmissions="50"/>
  <TextArea name="note" toName="text" perRegion="true" editable="true"/>
  <Relations>
    <Relation value="part"/>
  </Relations>
</View>
`;
}

function choices(name: string, values: readonly string[]): string {
  const inner = values.map((value) => `    <Choice value="${value}"/>`).join('\n');
  return `  <Choices name="${name}" toName="text" perRegion="true" choice="single">\n${inner}\n  </Choices>`;
}
