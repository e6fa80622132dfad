import { useElementSize } from '@mantine/hooks';
import { AxisBottom, AxisLeft, type TickRendererProps } from '@visx/axis';
import { scaleLinear } from '@visx/scale';
import { AreaClosed, LinePath } from '@visx/shape';
import { type KeyboardEvent, type PointerEvent, type ReactNode, useState } from 'react';
import { useRem } from '../ui/useRem';
import { Readout } from './Readout';
import classes from './TimeChart.module.css';

export interface Point {
  /** What the axis calls it. */
  readonly name: string;
  /** All that there is to say about it, in a sentence. */
  readonly sentence: string;
  /** The same for the eye, if a legend says the rest. */
  readonly summary?: ReactNode;
  /** A number for each line; null leaves a gap. */
  readonly values: readonly (number | null)[];
}

interface Props {
  readonly label: string;
  readonly points: readonly Point[];
  /** The top of the scale, if it is not the highest value. */
  readonly max?: number;
  readonly formatValue: (value: number) => string;
  readonly area?: boolean;
}

/** In rem, as the letters are. */
const SIZE = {
  lines: 10.75,
  /** Room for what the chart has at the pointer: a line of words, or three where a chart is narrow. */
  top: 2,
  topOfNarrow: 4.75,
  narrow: 16,
  right: 0.75,
  bottom: 1.75,
  label: 1.125,
  gap: 0.5,
  character: 0.5,
  tick: 5.5,
  dot: 0.25,
  loneDot: 0.1875,
  onlyDot: 0.375,
};
/** How far Page Up and Page Down go. */
const PAGE = 7;

/**
 * One or two lines over time. It is a slider for the keyboard and for screen readers: each step says what
 * the chart has there.
 */
export function TimeChart({ label, points, max, formatValue, area = false }: Props) {
  const { ref, width } = useElementSize<HTMLDivElement>();
  const rem = useRem();
  const [chosen, setChosen] = useState<number>();
  const last = points.length - 1;
  const at = Math.min(chosen ?? last, last);
  // A single point makes no line, so it says itself what it is.
  const isOnly = last === 0;
  const isNarrow = width > 0 && width < SIZE.narrow * rem;
  const top = (isNarrow ? SIZE.topOfNarrow : SIZE.top) * rem;
  const bottom = top + SIZE.lines * rem;
  const height = bottom + SIZE.bottom * rem;
  const right = width - SIZE.right * rem;
  const tickWidth = SIZE.tick * rem;

  const highest = max ?? Math.max(1, ...points.flatMap(({ values }) => values.map(Number)));
  const y = scaleLinear<number>({
    domain: [0, highest],
    range: [bottom, top],
  });
  if (max === undefined) y.nice(4);
  // A count has no halves.
  const ticks = y.ticks(4).filter((tick) => max !== undefined || Number.isInteger(tick));
  const longest = Math.max(...ticks.map((tick) => formatValue(tick).length));
  const left = rem * (SIZE.character * longest + 1.5 * SIZE.gap);
  const x = scaleLinear<number>({
    // The only point stands in the middle.
    domain: isOnly ? [-1, 1] : [0, last],
    range: [left, Math.max(left + 1, right)],
  });
  const lines = points[0]?.values.map((_, line) => line) ?? [];
  const valueAt = (line: number) => (index: number) => points[index]?.values[line] ?? null;
  const indices = points.map((_, index) => index);

  const isRead = isOnly || chosen !== undefined;
  const choose = (index: number) => setChosen(Math.max(0, Math.min(last, index)));
  const onPointer = (event: PointerEvent<HTMLDivElement>) => {
    choose(Math.round(x.invert(event.clientX - event.currentTarget.getBoundingClientRect().left)));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const target = targetOf(event.key, at, last);
    if (target === undefined) return;
    event.preventDefault();
    choose(target);
  };

  return (
    <div
      ref={ref}
      className={classes.chart}
      style={{ height }}
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={1}
      aria-valuemax={points.length}
      aria-valuenow={at + 1}
      aria-valuetext={points[at]?.sentence}
      onKeyDown={onKeyDown}
      onFocus={() => choose(at)}
      onBlur={() => setChosen(undefined)}
      onPointerMove={onPointer}
      onPointerDown={onPointer}
      onPointerLeave={() => setChosen(undefined)}
    >
      <svg width={width} height={height} aria-hidden className={classes.drawing}>
        {ticks.map((tick) => (
          <line
            key={tick}
            className={classes.grid}
            x1={left}
            x2={right}
            y1={y(tick)}
            y2={y(tick)}
          />
        ))}
        <AxisLeft
          scale={y}
          left={left}
          tickValues={ticks}
          tickFormat={(tick) => formatValue(Number(tick))}
          tickComponent={(tick) => <TickLabel {...tick} x={-SIZE.gap * rem} anchor="end" />}
          hideAxisLine
          hideTicks
        />
        <AxisBottom
          scale={x}
          top={bottom}
          tickValues={spread(last, Math.max(1, Math.floor((right - left) / tickWidth)))}
          tickFormat={(index) => points[Number(index)]?.name}
          tickComponent={(tick) => (
            <TickLabel {...tick} y={SIZE.label * rem} anchor={anchorOf(tick.x, width, tickWidth)} />
          )}
          hideAxisLine
          hideTicks
        />
        {area && (
          <AreaClosed<number>
            className={classes.area}
            data={indices}
            x={(index) => x(index)}
            y={(index) => y(valueAt(0)(index) ?? 0)}
            yScale={y}
          />
        )}
        {lines.map((line) => (
          <LinePath<number>
            key={line}
            className={classes.line}
            data-line={line}
            data={indices}
            defined={(index) => valueAt(line)(index) !== null}
            x={(index) => x(index)}
            y={(index) => y(valueAt(line)(index) ?? 0)}
          />
        ))}
        {lines.flatMap((line) =>
          indices
            .filter((index) => standsAlone(valueAt(line), index))
            .map((index) => (
              <circle
                key={`${line} ${index}`}
                className={classes.dot}
                data-line={line}
                cx={x(index)}
                cy={y(valueAt(line)(index) ?? 0)}
                r={rem * (isOnly ? SIZE.onlyDot : SIZE.loneDot)}
              />
            )),
        )}
        {isRead && (
          <>
            <line className={classes.rule} x1={x(at)} x2={x(at)} y1={top} y2={bottom} />
            {lines.map((line) => {
              const value = valueAt(line)(at);
              if (value === null) return null;
              return (
                <circle
                  key={line}
                  className={classes.dot}
                  data-line={line}
                  cx={x(at)}
                  cy={y(value)}
                  r={rem * (isOnly ? SIZE.onlyDot : SIZE.dot)}
                />
              );
            })}
          </>
        )}
      </svg>
      {isRead && points[at] && (
        <Readout at={width > 0 ? x(at) / width : 0}>
          {points[at].summary ?? points[at].sentence}
        </Readout>
      )}
    </div>
  );
}

function targetOf(key: string, at: number, last: number): number | undefined {
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return at - 1;
    case 'ArrowRight':
    case 'ArrowUp':
      return at + 1;
    case 'PageDown':
      return at - PAGE;
    case 'PageUp':
      return at + PAGE;
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return undefined;
  }
}

/** At most so many indices, equally far apart, the last among them. */
function spread(last: number, most: number): number[] {
  const step = Math.max(1, Math.ceil((last + 1) / most));
  return Array.from({ length: Math.floor(last / step) + 1 }, (_, ago) => last - ago * step);
}

/** A value between two gaps makes no line. */
function standsAlone(value: (index: number) => number | null, index: number): boolean {
  return value(index) !== null && value(index - 1) === null && value(index + 1) === null;
}

function anchorOf(x: number, width: number, tickWidth: number): 'start' | 'middle' | 'end' {
  if (x > width - tickWidth / 2) return 'end';
  return x < tickWidth / 2 ? 'start' : 'middle';
}

type TickLabelProps = TickRendererProps & { readonly anchor: 'start' | 'middle' | 'end' };

function TickLabel({ x, y, formattedValue, anchor }: TickLabelProps) {
  return (
    <text className={classes.tick} x={x} y={y} dy="0.32em" textAnchor={anchor}>
      {formattedValue}
    </text>
  );
}
