import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { classifierQuery } from '../api/classifier-queries.ts';
import { ComparePanel } from '../classifiers/ComparePanel.tsx';
import { DistilPanel } from '../classifiers/DistilPanel.tsx';
import { ReportPanels } from '../classifiers/ReportPanels.tsx';
import { TryPanel } from '../classifiers/TryPanel.tsx';
import { VersionsPanel } from '../classifiers/VersionsPanel.tsx';
import { BackLink } from '../ui/BackLink.tsx';
import { ErrorState, LoadingState } from '../ui/list-states.tsx';
import page from '../ui/page.module.css';

const route = getRouteApi('/app/classifiers/$name');

/** How good the version is that serves, and which others there are. */
export function ClassifierPage() {
  const { name } = route.useParams();
  const classifier = useQuery(classifierQuery(name));
  if (classifier.isPending) return <LoadingState what="the classifier" lines={10} />;
  if (classifier.isError) {
    return (
      <ErrorState
        error={classifier.error}
        action="load the classifier"
        onRetry={() => void classifier.refetch()}
      />
    );
  }
  return (
    <div className={page.page}>
      <div>
        <BackLink to="/classifiers">Classifiers</BackLink>
        <h1 className={page.title}>{name}</h1>
        <p className={page.lead}>Version {classifier.data.version} serves.</p>
      </div>
      <TryPanel name={name} />
      <VersionsPanel name={name} previous={classifier.data.previous_version} />
      <ComparePanel name={name} />
      <ReportPanels
        report={classifier.data.report}
        descriptions={classifier.data.label_descriptions}
      />
      <DistilPanel name={name} />
    </div>
  );
}
