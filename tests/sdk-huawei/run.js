'use strict';

const serve = require('../sdk-common/serve.js');
const { dirname } = require('node:path');
const core = require('@huaweicloud/huaweicloud-sdk-core');
const ecs = require('@huaweicloud/huaweicloud-sdk-ecs');
// Not the package's first file: that one asks for a file that is not in the package.
const iam = require('@huaweicloud/huaweicloud-sdk-iam/v3/public-api');
const Models = require('./models.js');

const endpoint = process.env.SDK_ENDPOINT.replace(/\/$/, '');
const folder = (name) => dirname(require.resolve(name));
const services = {
  ecs: {
    Client: ecs.EcsClient,
    models: new Models(folder('@huaweicloud/huaweicloud-sdk-ecs/v2/public-api'), ecs),
    scope: core.BasicCredentials,
  },
  iam: {
    Client: iam.IamClient,
    models: new Models(folder('@huaweicloud/huaweicloud-sdk-iam/v3/public-api'), iam),
    scope: core.GlobalCredentials,
  },
};

/** A client as its users make one: without an id of project or domain the SDK asks for it. */
function client({ Client, scope }, { accessKeyId, accessKeySecret, securityToken, projectId, domainId, region }) {
  const credential = new scope().withAk(accessKeyId).withSk(accessKeySecret).withIamEndpoint(endpoint);
  if (securityToken) {
    credential.withSecurityToken(securityToken);
  }
  if (scope === core.BasicCredentials && projectId) {
    credential.withProjectId(projectId);
  }
  if (scope === core.GlobalCredentials && domainId) {
    credential.withDomainId(domainId);
  }
  const builder = Client.newBuilder().withCredential(credential);
  return (region ? builder.withRegion(new core.Region(region, endpoint)) : builder.withEndpoint(endpoint)).build();
}

serve(
  async ({ service, operation, key, request }) => {
    const { models } = services[service];
    const type = operation[0].toUpperCase() + operation.slice(1);
    const answer = await client(services[service], key)[operation](models.build(`${type}Request`, request));
    const { httpStatusCode, ...body } = answer;
    return { status: httpStatusCode, body, strangers: models.strangers(`${type}Response`, body) };
  },
  (error) => ({ status: error.httpStatusCode, code: error.errorCode, message: error.errorMsg ?? error.message, requestId: error.requestId }),
);
