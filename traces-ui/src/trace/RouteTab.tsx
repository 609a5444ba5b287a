import { Fragment } from 'react';
import type { RoutingReceipt } from '../../../contract/routing.ts';
import { formatCost, formatPercent } from '../ui/format.ts';
import { Fact, Facts } from '../ui/Panel.tsx';
import { RevealedText } from '../ui/RevealedText.tsx';
import { ScoreBar } from '../ui/ScoreBar.tsx';
import { PlainTag } from '../ui/Tag.tsx';
import {
  CLASSIFICATION_TONES,
  CONSEQUENCE_WORDS,
  FALLBACK_STEP_WORDS,
  RANKING_WORDS,
  REFUSAL_WORDS,
  TASK_WORDS,
} from '../ui/terms/route-terms.ts';
import { AttemptTable } from './AttemptTable.tsx';
import { ModelTable } from './ModelTable.tsx';
import { describeRoute } from './route-sentence.ts';
import styles from './trace.module.css';
import type { AnswerTrace } from './trace-shape.ts';

/** The routing receipt: what the router knew, the rule that fired, and every model it looked at. */
export function RouteTab({ trace }: { readonly trace: AnswerTrace }) {
  const { routing, route, attempts, skipped = [], question } = trace;
  return (
    <div className={styles.stack}>
      <section>
        <h2 className={styles.sectionTitle}>Decision</h2>
        <p>{describeRoute(route)}</p>
        <ul className={styles.lead}>
          {route.reasons.map((reason) => (
            <li key={reason}>
              <RevealedText text={reason} />
            </li>
          ))}
          {route.escalations.map(({ model, reason }) => (
            <li key={model}>
              {model} was asked, too: {reason}
            </li>
          ))}
        </ul>
      </section>
      <section>
        <h2 className={styles.sectionTitle}>Receipt</h2>
        <Facts>
          <Fact name="Rule that fired">
            <PlainTag tone="info">{routing.rule}</PlainTag>
          </Fact>
          <Fact name="Chosen">{routing.chosen}</Fact>
          <Fact name="Runner-up">{routing.runner_up ?? 'none'}</Fact>
          {routing.ahead_by && <Fact name="Ahead by">{RANKING_WORDS[routing.ahead_by]}</Fact>}
          {routing.strategy === 'cascade' && (
            <Fact name="Cascade">
              until {formatPercent(routing.accept_at ?? 1)} of a draft’s claims are supported
              {routing.reasoning_at !== undefined &&
                `, and its reasoning is right with a chance of ${formatPercent(routing.reasoning_at)}`}
            </Fact>
          )}
          {routing.on_unsupported && (
            <Fact name="For unsupported claims">{CONSEQUENCE_WORDS[routing.on_unsupported]}</Fact>
          )}
          {routing.fallback_order && (
            <Fact name="Then">
              {routing.fallback_order.map((step) => FALLBACK_STEP_WORDS[step]).join(', ')}
            </Fact>
          )}
          <Fact name="Asked for">{question.requested_model ?? 'auto'}</Fact>
          <Fact name="Data ceiling">
            <PlainTag tone={CLASSIFICATION_TONES[routing.data_ceiling]}>
              {routing.data_ceiling}
            </PlainTag>
          </Fact>
          <Fact name="On the largest model">
            {routing.largest_model_cost_usd === null
              ? 'not known'
              : formatCost(routing.largest_model_cost_usd)}
          </Fact>
          {question.language !== undefined && (
            <Fact name="Language of the question">{question.language ?? 'not sure'}</Fact>
          )}
          <Fact name="Time to decide">{routing.overhead_us.toFixed(0)} µs</Fact>
        </Facts>
      </section>
      <Signals signals={routing.signals} question={question.text} />
      <section>
        <h2 className={styles.sectionTitle}>Models considered</h2>
        <ModelTable candidates={routing.candidates} chosen={routing.chosen} />
      </section>
      <section>
        <h2 className={styles.sectionTitle}>Attempts</h2>
        <AttemptTable attempts={attempts} />
        {skipped.length > 0 && (
          <ul className={styles.lead}>
            {skipped.map((model) => (
              <li key={`${model.model}-${model.after_attempts}`}>
                {model.model} was passed over ({REFUSAL_WORDS[model.refused_by]}):{' '}
                <RevealedText text={model.detail} />
              </li>
            ))}
          </ul>
        )}
      </section>
    </div>
  );
}

interface SignalsProps {
  readonly signals: RoutingReceipt['signals'];
  readonly question: string;
}

function Signals({ signals, question }: SignalsProps) {
  const { task, complexity, sensitivity } = signals;
  return (
    <section>
      <h2 className={styles.sectionTitle}>Signals (version {signals.version})</h2>
      <Facts>
        <Fact name="Task">
          <ScoreBar
            label={`${TASK_WORDS[task.value]}, ${formatPercent(task.confidence)}`}
            share={task.confidence}
            title={task.top
              .map((one) => `${TASK_WORDS[one.task]} ${formatPercent(one.confidence)}`)
              .join(', ')}
          />
        </Fact>
        <Fact name="Complexity, 0 to 1">
          <ScoreBar label={complexity.value.toFixed(2)} share={complexity.value} tone="warn" />
        </Fact>
        {complexity.p_small_fails !== undefined && (
          <Fact name="A small model fails">
            <ScoreBar
              label={formatPercent(complexity.p_small_fails)}
              share={complexity.p_small_fails}
              tone="warn"
            />
          </Fact>
        )}
        <FurtherSignals signals={signals} />
        <Fact name="Sensitivity of the question">
          <PlainTag tone={CLASSIFICATION_TONES[sensitivity.value]}>{sensitivity.value}</PlainTag>
        </Fact>
        {sensitivity.entities.length > 0 && (
          <Fact name="Sensitive entities">
            {sensitivity.entities.map((entity) => (
              <PlainTag
                key={`${entity.type}-${entity.char_start}`}
                tone="warn"
                title={question.slice(entity.char_start, entity.char_end)}
              >
                {entity.type} {formatPercent(entity.score)}
              </PlainTag>
            ))}
          </Fact>
        )}
      </Facts>
      {complexity.reasons.length > 0 && (
        <p className={styles.lead}>Complexity: {complexity.reasons.join('; ')}.</p>
      )}
    </section>
  );
}

/** Older records have none of these. */
function FurtherSignals({ signals }: Pick<SignalsProps, 'signals'>) {
  const { ood, injection, regulated_topic: topic, language } = signals;
  return (
    <>
      {ood !== undefined && (
        <Fact name="Unlike known questions, 0 to 1">
          <ScoreBar
            label={ood.value.toFixed(2)}
            share={ood.value}
            tone="warn"
            title={ood.version}
          />
        </Fact>
      )}
      {injection !== undefined && (
        <Fact name="Instructs the model, 0 to 1">
          <ScoreBar
            label={injection.value.toFixed(2)}
            share={injection.value}
            tone="warn"
            title={injection.version}
          />
        </Fact>
      )}
      {topic !== undefined && (
        <Fact name="Regulated topic">
          {topic.value === null ? (
            'none'
          ) : (
            <PlainTag tone="warn" title={topic.version}>
              {topic.value} {formatPercent(topic.confidence)}
            </PlainTag>
          )}
          {topic.why !== undefined && topic.why.length > 0 && <> by {topic.why.join(', ')}</>}
          {topic.also?.map((further) => (
            <Fragment key={further.topic}>
              {', also '}
              <PlainTag tone="warn">
                {further.topic} {formatPercent(further.confidence)}
              </PlainTag>{' '}
              by {further.why.join(', ')}
            </Fragment>
          ))}
        </Fact>
      )}
      {language !== undefined && <Fact name="Language">{language.value ?? 'not told'}</Fact>}
    </>
  );
}
